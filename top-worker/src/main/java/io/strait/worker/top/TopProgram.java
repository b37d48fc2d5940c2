package io.strait.worker.top;

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

/** Layout tokens from nothing but the class; always followed by the bottom stage. */
final class TopProgram implements StageProgram {
    @Override
    public Stage stage() {
        return Stage.TOP;
    }

    @Override
    public List<TokenGrid> given() {
        return List.of();
    }

    @Override
    public List<TokenGrid> grids() {
        return List.of(TokenGrid.TOP);
    }

    @Override
    public Set<GraphName> graphs() {
        return Set.of(GraphName.TOP_STEP, GraphName.DECODER_TOP);
    }

    @Override
    public StepCondition condition(TokenGrid grid, JobTokens tokens) {
        return StepCondition.none();
    }

    @Override
    public Drawing drawing(TokenGrid grid, JobTokens tokens, int[] ids) {
        return Drawing.coarse(ids);
    }

    @Override
    public Optional<Stage> next(int size, BundleManifest manifest) {
        return Optional.of(Stage.BOTTOM);
    }
}
