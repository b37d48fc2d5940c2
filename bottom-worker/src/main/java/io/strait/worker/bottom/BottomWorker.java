package io.strait.worker.bottom;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.worker.Drawing;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import io.strait.worker.WorkerMain;
import java.util.Set;

/** Detail tokens given the finished layout; finishes images of the bundle's own size. */
public final class BottomWorker implements StageProgram {
    private BottomWorker() {}

    /** What is particular to the stage. */
    public static StageProgram program() {
        return new BottomWorker();
    }

    /** The stage as a process of its own: runs until that is told to end; settings come from the environment. */
    public static void main(String[] args) {
        WorkerMain.main(program());
    }

    @Override
    public Stage stage() {
        return Stage.BOTTOM;
    }

    @Override
    public Set<GraphName> decoders() {
        return Set.of(GraphName.DECODER);
    }

    @Override
    public StepCondition condition(TokenGrid grid, JobTokens tokens) {
        return StepCondition.bottom(tokens.of(TokenGrid.TOP));
    }

    @Override
    public Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids) {
        return Drawing.full(tokens.of(TokenGrid.TOP), ids);
    }
}
