package io.strait.bench.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Jobs one at a time through the pipeline, each next to its own bare passes, so that a drifting machine disturbs both alike. */
final class LoneJobs {
    private final List<Double> walls = new ArrayList<>();
    private final List<Double> overheads = new ArrayList<>();
    private final List<Double> firstPreviews = new ArrayList<>();
    private int different;

    void run(ImagePlan plan, List<Ask> asks, StackClient client, BareLoop bare) {
        for (Ask ask : asks) {
            StackClient.Made made = client.make(plan, List.of(ask)).get(0);
            long begin = System.nanoTime();
            byte[] pixels = bare.run(plan, List.of(ask), grid -> 1).get(0);
            double bareMillis = (System.nanoTime() - begin) / 1e6;
            walls.add(made.wallMillis());
            overheads.add(made.wallMillis() - bareMillis);
            made.generation().firstPreviewAfterNanos().ifPresent(nanos -> firstPreviews.add(nanos / 1e6));
            if (!Arrays.equals(pixels, client.pixels(made.done()))) {
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
