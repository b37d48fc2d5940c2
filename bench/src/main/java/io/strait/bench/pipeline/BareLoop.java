package io.strait.bench.pipeline;

import io.strait.engine.InferenceEngine;
import io.strait.engine.StepBatch;
import io.strait.engine.StepRequest;
import io.strait.engine.StepResult;
import io.strait.engine.image.ImageCodec;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * The same passes, decodes and encodings as the pipeline's, one after the other in the calling thread: what the engine alone needs. No
 * queue, no events, no disk.
 */
final class BareLoop {
    /** As many previews as the pipeline draws in one pass. */
    private static final int DRAWN_TOGETHER = 4;

    /** Runs a decoding step. */
    interface Steps {
        StepResult step(StepBatch batch);
    }

    private final InferenceEngine engine;
    private final Steps steps;
    private final Consumer<Ask> previewed;
    private final ImageCodec codec = new ImageCodec();

    BareLoop(InferenceEngine engine) {
        this(engine, engine::step, ask -> {});
    }

    /**
     * A loop with steps of another kind.
     *
     * @param previewed told when a preview of an image is there
     */
    BareLoop(InferenceEngine engine, Steps steps, Consumer<Ask> previewed) {
        this.engine = engine;
        this.steps = steps;
        this.previewed = previewed;
    }

    /**
     * Makes images.
     *
     * @param batch jobs that share a pass of a grid, at least 1
     * @return the images' pixels, in the order of {@code asks}
     */
    List<byte[]> run(ImagePlan plan, List<Ask> asks, ToIntFunction<TokenGrid> batch) {
        List<BareJob> jobs =
                asks.stream().map(ask -> new BareJob(plan.manifest(), ask)).toList();
        for (TokenGrid grid : plan.grids()) {
            for (List<BareJob> together : chunks(jobs, batch.applyAsInt(grid))) {
                fill(plan, grid, together);
            }
        }
        return jobs.stream().map(job -> image(plan, job)).toList();
    }

    private void fill(ImagePlan plan, TokenGrid grid, List<BareJob> jobs) {
        jobs.forEach(job -> job.begin(grid));
        int count = plan.manifest().defaults(grid).steps();
        for (int step = 1; step <= count; step++) {
            List<StepRequest> requests = jobs.stream().map(BareJob::request).toList();
            StepResult result = steps.step(new StepBatch(grid, requests));
            for (int i = 0; i < jobs.size(); i++) {
                jobs.get(i).accept(result.ids(i), result.logProbabilities(i));
            }
            if (plan.previewDue(grid, step)) {
                chunks(jobs, DRAWN_TOGETHER).forEach(some -> preview(plan.manifest(), grid, some));
            }
        }
        jobs.forEach(BareJob::end);
    }

    private void preview(BundleManifest manifest, TokenGrid grid, List<BareJob> jobs) {
        boolean top = grid == TokenGrid.TOP || grid == TokenGrid.UPSAMPLER_TOP;
        TokenGrid layout = layoutOf(grid);
        List<int[]> ids = jobs.stream().map(BareJob::preview).toList();
        List<int[]> topIds =
                top ? ids : jobs.stream().map(job -> job.tokens(layout)).toList();
        for (byte[] rgb : engine.decode(manifest.side(layout), topIds, top ? null : ids)) {
            int side = 16 * manifest.side(layout);
            codec.preview(rgb, side, side);
        }
        jobs.forEach(job -> previewed.accept(job.ask()));
    }

    private byte[] image(ImagePlan plan, BareJob job) {
        TokenGrid last = plan.grids().get(plan.grids().size() - 1);
        TokenGrid layout = layoutOf(last);
        byte[] rgb =
                engine.decode(plan.manifest().side(layout), List.of(job.tokens(layout)), List.of(job.tokens(last)))[0];
        codec.png(rgb, plan.size(), plan.size(), Map.of("strait.bench", "bare"));
        return rgb;
    }

    private static TokenGrid layoutOf(TokenGrid grid) {
        return grid == TokenGrid.TOP || grid == TokenGrid.BOTTOM ? TokenGrid.TOP : TokenGrid.UPSAMPLER_TOP;
    }

    private static <T> List<List<T>> chunks(List<T> all, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            chunks.add(all.subList(from, Math.min(from + size, all.size())));
        }
        return chunks;
    }
}
