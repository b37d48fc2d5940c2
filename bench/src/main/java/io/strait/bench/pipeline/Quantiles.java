package io.strait.bench.pipeline;

import java.util.List;

/**
 * Nearest-rank quantiles of few values.
 *
 * @param p50 the median
 * @param p95 with fewer than 20 values, the largest
 * @param p99 with fewer than 100 values, the largest
 */
record Quantiles(double p50, double p95, double p99) {
    /** @throws IllegalArgumentException if there are no values */
    static Quantiles of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values: expected at least 1, got 0");
        }
        List<Double> sorted = values.stream().sorted().toList();
        return new Quantiles(rank(sorted, 0.50), rank(sorted, 0.95), rank(sorted, 0.99));
    }

    private static double rank(List<Double> sorted, double share) {
        double value = sorted.get((int) Math.ceil(share * sorted.size()) - 1);
        return Math.round(value * 100) / 100.0;
    }
}
