package io.strait.worker.top;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.worker.Drawing;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import io.strait.worker.WorkerMain;
import java.util.Set;

/** Layout tokens from nothing but the class. */
public final class TopWorker implements StageProgram {
    private TopWorker() {}

    /** What is particular to the stage. */
    public static StageProgram program() {
        return new TopWorker();
    }

    /** The stage as a process of its own: runs until that is told to end; settings come from the environment. */
    public static void main(String[] args) {
        WorkerMain.main(program());
    }

    @Override
    public Stage stage() {
        return Stage.TOP;
    }

    @Override
    public Set<GraphName> decoders() {
        return Set.of(GraphName.DECODER_TOP);
    }

    @Override
    public StepCondition condition(TokenGrid grid, JobTokens tokens) {
        return StepCondition.none();
    }

    @Override
    public Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids) {
        return Drawing.coarse(ids);
    }
}
