package io.strait.bench.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.strait.model.TokenGrid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same jobs all at once through the pipeline, then bare in batches as the pipeline formed them, in turn. */
final class LoadRounds {
    private final ImagePlan plan;
    private final MeterRegistry meters;
    private final Map<String, Double> meanBatch = new LinkedHashMap<>();
    private long pipelineNanos;
    private long bareNanos;
    private long images;
    private long received;

    LoadRounds(ImagePlan plan, MeterRegistry meters) {
        this.plan = plan;
        this.meters = meters;
    }

    void round(List<Ask> asks, StackClient client, BareLoop bare) {
        Batches before = Batches.read(meters);
        List<StackClient.Made> made = client.make(plan, asks);
        Batches after = Batches.read(meters);
        long first =
                made.stream().mapToLong(one -> one.generation().sentNanos()).reduce(Long.MAX_VALUE, Math::min);
        long last = made.stream().mapToLong(one -> one.done().endNanos()).reduce(Long.MIN_VALUE, Math::max);
        pipelineNanos += last - first;
        images += made.size();
        received += made.stream().mapToLong(one -> one.generation().previews()).sum();
        for (TokenGrid grid : plan.grids()) {
            double mean = Math.round(after.meanSince(before, grid) * 100) / 100.0;
            meanBatch.put(grid.wireName(), mean);
        }
        long begin = System.nanoTime();
        bare.run(plan, asks, grid -> (int) Math.max(1, Math.round(after.meanSince(before, grid))));
        bareNanos += System.nanoTime() - begin;
    }

    double pipelineImagesPerSecond() {
        return images * 1e9 / pipelineNanos;
    }

    double bareImagesPerSecond() {
        return images * 1e9 / bareNanos;
    }

    /** Previews that the client should have got. */
    long due() {
        return images * plan.previews();
    }

    /** Previews that it got. */
    long received() {
        return received;
    }

    /** By grid, jobs in a pass in the last round. */
    Map<String, Double> meanBatch() {
        return meanBatch;
    }
}
