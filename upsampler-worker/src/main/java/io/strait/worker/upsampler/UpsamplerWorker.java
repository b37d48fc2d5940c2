package io.strait.worker.upsampler;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.worker.Drawing;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import io.strait.worker.WorkerMain;
import java.util.Set;

/** Both grids of the doubled image, given both of the small one; finishes the image. */
public final class UpsamplerWorker implements StageProgram {
    private UpsamplerWorker() {}

    /** What is particular to the stage. */
    public static StageProgram program() {
        return new UpsamplerWorker();
    }

    /** The stage as a process of its own: runs until that is told to end; settings come from the environment. */
    public static void main(String[] args) {
        WorkerMain.main(program());
    }

    @Override
    public Stage stage() {
        return Stage.UPSAMPLER;
    }

    @Override
    public Set<GraphName> decoders() {
        return Set.of(GraphName.DECODER_TOP, GraphName.DECODER);
    }

    @Override
    public StepCondition condition(TokenGrid grid, JobTokens tokens) {
        int[] lowTop = tokens.of(TokenGrid.TOP);
        int[] lowBottom = tokens.of(TokenGrid.BOTTOM);
        return grid == TokenGrid.UPSAMPLER_TOP
                ? StepCondition.upsamplerTop(lowTop, lowBottom)
                : StepCondition.upsamplerBottom(lowTop, lowBottom, tokens.of(TokenGrid.UPSAMPLER_TOP));
    }

    @Override
    public Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids) {
        return grid == TokenGrid.UPSAMPLER_TOP
                ? Drawing.coarse(ids)
                : Drawing.full(tokens.of(TokenGrid.UPSAMPLER_TOP), ids);
    }
}
