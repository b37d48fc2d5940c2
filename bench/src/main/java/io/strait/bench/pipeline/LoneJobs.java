package io.strait.bench.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Jobs one at a time through the pipeline, each next to its own bare passes, now before and now after them: a drifting machine disturbs both
 * alike.
 */
final class LoneJobs {
    /** The bare passes of one job. */
    private static final class Bare {
        private final byte[] pixels;
        private final double millis;

        Bare(ImagePlan plan, Ask ask, BareLoop loop) {
            long begin = System.nanoTime();
            pixels = loop.run(plan, List.of(ask), grid -> 1).get(0);
            millis = (System.nanoTime() - begin) / 1e6;
        }
    }

    private final List<Double> walls = new ArrayList<>();
    private final List<Double> overheads = new ArrayList<>();
    private final List<Double> firstPreviews = new ArrayList<>();
    private int different;

    void run(ImagePlan plan, List<Ask> asks, StackClient client, BareLoop bare) {
        for (int i = 0; i < asks.size(); i++) {
            Ask ask = asks.get(i);
            StackClient.Made made;
            Bare passes;
            if (i % 2 == 0) {
                passes = new Bare(plan, ask, bare);
                made = client.make(plan, List.of(ask)).get(0);
            } else {
                made = client.make(plan, List.of(ask)).get(0);
                passes = new Bare(plan, ask, bare);
            }
            walls.add(made.wallMillis());
            overheads.add(made.wallMillis() - passes.millis);
            made.generation().firstPreviewAfterNanos().ifPresent(nanos -> firstPreviews.add(nanos / 1e6));
            if (!Arrays.equals(passes.pixels, client.pixels(made.done()))) {
                different++;
            }
        }
    }

    /** Wall times of the jobs in milliseconds. */
    List<Double> walls() {
        return walls;
    }

    /** Wall time less bare wall time, in milliseconds. */
    List<Double> overheads() {
        return overheads;
    }

    /** Times to the first preview in milliseconds, of jobs that had one. */
    List<Double> firstPreviews() {
        return firstPreviews;
    }

    /** Images whose pixels were not those of the bare passes. */
    int different() {
        return different;
    }
}
