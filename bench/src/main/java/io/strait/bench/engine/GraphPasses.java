package io.strait.bench.engine;

import io.strait.engine.InferenceEngine;
import io.strait.engine.StepBatch;
import io.strait.engine.StepCondition;
import io.strait.engine.StepRequest;
import io.strait.engine.image.RgbImage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.decode.GridDecoding;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Passes of a graph with a bundle's default settings, so guided where the bundle's jobs are. What is in them does not matter to their time. */
final class GraphPasses {
    private final InferenceEngine engine;
    private final BundleManifest manifest;
    private int novelty;

    GraphPasses(InferenceEngine engine, BundleManifest manifest) {
        this.engine = engine;
        this.manifest = manifest;
    }

    /** Work that runs a graph once for so many jobs; pictures are of the size that the graph's jobs mostly have. */
    Runnable pass(GraphName graph, int jobs) {
        int side = manifest.side(TokenGrid.TOP);
        List<int[]> top = Collections.nCopies(jobs, new int[side * side]);
        List<int[]> bottom = Collections.nCopies(jobs, new int[4 * side * side]);
        return switch (graph) {
            case ENCODER -> {
                int pixels = manifest.imageSize();
                RgbImage image = new RgbImage(new byte[3 * pixels * pixels], pixels, pixels);
                yield () -> engine.encode(image);
            }
            case DECODER -> () -> engine.decode(side, top, bottom);
            case DECODER_TOP -> () -> engine.decode(side, top, null);
            case TOP_STEP, BOTTOM_STEP, UPSAMPLER_TOP_STEP, UPSAMPLER_BOTTOM_STEP -> {
                StepBatch batch = batch(grid(graph), jobs);
                yield () -> engine.step(batch);
            }
        };
    }

    /** Work that runs a step of a job whose finished grids are new each time. */
    Runnable fresh(GraphName graph) {
        TokenGrid grid = grid(graph);
        return () -> {
            novelty++;
            engine.step(batch(grid, 1));
        };
    }

    private StepBatch batch(TokenGrid grid, int jobs) {
        List<StepRequest> requests = IntStream.range(0, jobs)
                .mapToObj(job -> {
                    GridDecoding decoding = new GridDecoding(
                            job, 0, grid, manifest.tokens(grid), manifest.maskId(), manifest.defaults(grid));
                    return new StepRequest(
                            decoding.ids(), 0, decoding.settings(), decoding.uniforms(), condition(grid));
                })
                .toList();
        return new StepBatch(grid, requests);
    }

    private StepCondition condition(TokenGrid grid) {
        int[] lowTop = new int[manifest.tokens(TokenGrid.TOP)];
        int[] lowBottom = new int[manifest.tokens(TokenGrid.BOTTOM)];
        int[] highTop = new int[manifest.tokens(TokenGrid.UPSAMPLER_TOP)];
        lowTop[0] = novelty % manifest.codebookSize();
        lowTop[1] = novelty / manifest.codebookSize();
        return switch (grid) {
            case TOP -> StepCondition.none();
            case BOTTOM -> StepCondition.bottom(lowTop);
            case UPSAMPLER_TOP -> StepCondition.upsamplerTop(lowTop, lowBottom);
            case UPSAMPLER_BOTTOM -> StepCondition.upsamplerBottom(lowTop, lowBottom, highTop);
        };
    }

    /** Whether a graph is a decoding step. */
    static boolean isStep(GraphName graph) {
        return Arrays.stream(TokenGrid.values()).anyMatch(grid -> grid.graph() == graph);
    }

    private static TokenGrid grid(GraphName graph) {
        return Arrays.stream(TokenGrid.values())
                .filter(grid -> grid.graph() == graph)
                .findFirst()
                .orElseThrow();
    }
}
