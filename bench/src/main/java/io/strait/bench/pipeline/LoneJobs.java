package io.strait.bench.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Jobs one at a time through the pipeline, each between two runs of its own bare passes: a drifting machine disturbs both alike, and how far the two
 * bare runs differ says what the machine alone makes of one and the same work.
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
    private final List<Double> bareDifferences = new ArrayList<>();
    private final List<Double> firstPreviews = new ArrayList<>();
    private int different;

    void run(ImagePlan plan, List<Ask> asks, StackClient client, BareLoop bare) {
        for (Ask ask : asks) {
            Bare before = new Bare(plan, ask, bare);
            StackClient.Made made = client.make(plan, List.of(ask)).get(0);
            Bare after = new Bare(plan, ask, bare);
            walls.add(made.wallMillis());
            overheads.add(made.wallMillis() - (before.millis + after.millis) / 2);
            bareDifferences.add(Math.abs(after.millis - before.millis));
            made.generation().firstPreviewAfterNanos().ifPresent(nanos -> firstPreviews.add(nanos / 1e6));
            if (!Arrays.equals(before.pixels, client.pixels(made.done()))) {
                different++;
            }
        }
    }

    /** Wall times of the jobs in milliseconds. */
    List<Double> walls() {
        return walls;
    }

    /** Wall time less the mean of the two bare wall times, in milliseconds. */
    List<Double> overheads() {
        return overheads;
    }

    /** How far the two bare wall times of a job are apart, in milliseconds. */
    List<Double> bareDifferences() {
        return bareDifferences;
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
