package io.strait.bench.fairness;

import java.util.List;

/** Nearest-rank quantiles. */
record Spread(double p50, double p95, int count) {
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            return new Spread(-1, -1, 0);
        }
        List<Double> sorted = values.stream().sorted().toList();
        return new Spread(rank(sorted, 0.50), rank(sorted, 0.95), sorted.size());
    }

    private static double rank(List<Double> sorted, double share) {
        return Math.round(sorted.get((int) Math.ceil(share * sorted.size()) - 1) * 10) / 10.0;
    }
}
