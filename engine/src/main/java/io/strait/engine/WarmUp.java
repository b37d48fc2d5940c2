package io.strait.engine;

import io.strait.engine.image.RgbImage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.decode.GridDecoding;
import io.strait.model.decode.GridSettings;
import java.util.Arrays;
import java.util.List;

/** Runs each graph once on harmless input, so that a bad graph is found before the first job and the first job is not slow. */
final class WarmUp {
    private static final double GUIDED = 1;

    private final InferenceEngine engine;
    private final BundleManifest manifest;

    WarmUp(InferenceEngine engine, BundleManifest manifest) {
        this.engine = engine;
        this.manifest = manifest;
    }

    void run(GraphName graph) {
        int side = manifest.side(TokenGrid.TOP);
        switch (graph) {
            case ENCODER -> {
                int pixels = manifest.imageSize();
                engine.encode(new RgbImage(new byte[3 * pixels * pixels], pixels, pixels));
            }
            case DECODER -> engine.decode(side, List.of(new int[side * side]), List.of(new int[4 * side * side]));
            case DECODER_TOP -> engine.decode(side, List.of(new int[side * side]), null);
            case TOP_STEP, BOTTOM_STEP, UPSAMPLER_TOP_STEP, UPSAMPLER_BOTTOM_STEP -> step(graph);
        }
    }

    private void step(GraphName graph) {
        TokenGrid grid = Arrays.stream(TokenGrid.values())
                .filter(g -> g.graph() == graph)
                .findFirst()
                .orElseThrow();
        GridSettings defaults = manifest.defaults(grid);
        GridSettings guided = defaults.withGuidance(GUIDED);
        GridDecoding decoding = new GridDecoding(0, 0, grid, manifest.tokens(grid), manifest.maskId(), guided);
        int[] lowTop = new int[manifest.tokens(TokenGrid.TOP)];
        int[] lowBottom = new int[manifest.tokens(TokenGrid.BOTTOM)];
        int[] highTop = new int[manifest.tokens(TokenGrid.UPSAMPLER_TOP)];
        StepCondition condition = switch (grid) {
            case TOP -> StepCondition.none();
            case BOTTOM -> StepCondition.bottom(lowTop);
            case UPSAMPLER_TOP -> StepCondition.upsamplerTop(lowTop, lowBottom);
            case UPSAMPLER_BOTTOM -> StepCondition.upsamplerBottom(lowTop, lowBottom, highTop);
        };
        engine.step(new StepBatch(
                grid,
                List.of(new StepRequest(
                        decoding.ids(), manifest.nullLabel(), guided, decoding.uniforms(), condition))));
    }
}
