package io.strait.bench.pipeline;

import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.worker.PreviewSteps;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be done for an image, with the bundle's default settings.
 *
 * @param size side in pixels, the bundle's image size or its upsampled size
 * @param previewEvery as in a request; 0: none
 */
record ImagePlan(BundleManifest manifest, int size, int previewEvery) {
    private static final List<TokenGrid> UPSAMPLED =
            List.of(TokenGrid.TOP, TokenGrid.BOTTOM, TokenGrid.UPSAMPLER_TOP, TokenGrid.UPSAMPLER_BOTTOM);

    /** Grids to fill, in order. */
    List<TokenGrid> grids() {
        return size == manifest.upsampledSize() ? UPSAMPLED : UPSAMPLED.subList(0, 2);
    }

    /** Whether a preview follows a step of a grid; {@code step} is 1-based within the grid. */
    boolean previewDue(TokenGrid grid, int step) {
        Stage stage = grid.stage();
        Stage last = grids().get(grids().size() - 1).stage();
        int before = steps(stage, grid);
        return PreviewSteps.due(before + step, steps(stage, null), previewEvery, stage == last);
    }

    /** Previews of one image. */
    int previews() {
        int due = 0;
        for (TokenGrid grid : grids()) {
            for (int step = 1; step <= manifest.defaults(grid).steps(); step++) {
                due += previewDue(grid, step) ? 1 : 0;
            }
        }
        return due;
    }

    /** Steps of a stage's grids, up to one of them if given. */
    private int steps(Stage stage, @Nullable TokenGrid until) {
        return grids().stream()
                .filter(grid -> grid.stage() == stage && (until == null || grid.compareTo(until) < 0))
                .mapToInt(grid -> manifest.defaults(grid).steps())
                .sum();
    }
}
