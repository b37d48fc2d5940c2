package io.strait.worker.bottom;

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

/** Detail tokens given the finished layout; finishes images of the bundle's own size. */
final class BottomProgram implements StageProgram {
    @Override
    public Stage stage() {
        return Stage.BOTTOM;
    }

    @Override
    public List<TokenGrid> given() {
        return List.of(TokenGrid.TOP);
    }

    @Override
    public List<TokenGrid> grids() {
        return List.of(TokenGrid.BOTTOM);
    }

    @Override
    public Set<GraphName> graphs() {
        return Set.of(GraphName.BOTTOM_STEP, GraphName.DECODER);
    }

    @Override
    public StepCondition condition(TokenGrid grid, JobTokens tokens) {
        return StepCondition.bottom(tokens.of(TokenGrid.TOP));
    }

    @Override
    public Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids) {
        return Drawing.full(tokens.of(TokenGrid.TOP), ids);
    }

    @Override
    public Optional<Stage> next(int size, BundleManifest manifest) {
        return size == manifest.upsampledSize() ? Optional.of(Stage.UPSAMPLER) : Optional.empty();
    }
}
