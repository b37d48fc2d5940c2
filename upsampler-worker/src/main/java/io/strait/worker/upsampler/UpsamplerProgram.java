package io.strait.worker.upsampler;

import io.strait.engine.StepCondition;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.worker.Drawing;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Both grids of the doubled image, given both of the small one; finishes the image. */
final class UpsamplerProgram implements StageProgram {
    @Override
    public Stage stage() {
        return Stage.UPSAMPLER;
    }

    @Override
    public List<TokenGrid> given() {
        return List.of(TokenGrid.TOP, TokenGrid.BOTTOM);
    }

    @Override
    public List<TokenGrid> grids() {
        return List.of(TokenGrid.UPSAMPLER_TOP, TokenGrid.UPSAMPLER_BOTTOM);
    }

    @Override
    public Set<GraphName> graphs() {
        return Set.of(
                GraphName.UPSAMPLER_TOP_STEP,
                GraphName.UPSAMPLER_BOTTOM_STEP,
                GraphName.DECODER_TOP,
                GraphName.DECODER);
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

    @Override
    public Optional<Stage> next(int size, BundleManifest manifest) {
        return Optional.empty();
    }
}
