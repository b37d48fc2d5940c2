package io.strait.bench.gateway;

import java.util.Arrays;

/** Times of many events, kept exactly. Thread-safe. */
final class Latencies {
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[1 << 12];
    private int count;

    /** Nearest-rank quantiles; -1 where nothing was measured. */
    record Summary(int count, double p50Millis, double p99Millis, double maxMillis) {}

    synchronized void add(long measured) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = measured;
    }

    synchronized int count() {
        return count;
    }

    synchronized void clear() {
        count = 0;
    }

    synchronized Summary summary() {
        if (count == 0) {
            return new Summary(0, -1, -1, -1);
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Summary(count, rank(sorted, 0.50), rank(sorted, 0.99), rank(sorted, 1));
    }

    private static double rank(long[] sorted, double share) {
        long value = sorted[(int) Math.ceil(share * sorted.length) - 1];
        return Math.round(value / NANOS_PER_MILLI * 100) / 100.0;
    }
}
