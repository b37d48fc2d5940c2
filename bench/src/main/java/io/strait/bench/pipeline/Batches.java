package io.strait.bench.pipeline;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.strait.model.TokenGrid;
import io.strait.worker.WorkerMetrics;
import java.util.EnumMap;
import java.util.Map;

/** Passes of each grid and the jobs in them, counted by the workers. */
record Batches(Map<TokenGrid, Double> passes, Map<TokenGrid, Double> jobs) {
    static Batches read(MeterRegistry meters) {
        Map<TokenGrid, Double> passes = new EnumMap<>(TokenGrid.class);
        Map<TokenGrid, Double> jobs = new EnumMap<>(TokenGrid.class);
        for (TokenGrid grid : TokenGrid.values()) {
            DistributionSummary summary = meters.find(WorkerMetrics.BATCH)
                    .tag("grid", grid.wireName())
                    .summary();
            passes.put(grid, summary == null ? 0.0 : summary.count());
            jobs.put(grid, summary == null ? 0.0 : summary.totalAmount());
        }
        return new Batches(passes, jobs);
    }

    /** Jobs in a pass, on average, since an earlier reading; 1 if there was no pass. */
    double meanSince(Batches before, TokenGrid grid) {
        double count = value(passes, grid) - value(before.passes, grid);
        double sum = value(jobs, grid) - value(before.jobs, grid);
        return count == 0 ? 1 : sum / count;
    }

    private static double value(Map<TokenGrid, Double> map, TokenGrid grid) {
        return map.getOrDefault(grid, 0.0);
    }
}
