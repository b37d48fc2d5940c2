package io.strait.bench.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When requests came, showed a first preview and were done, by their seeds. Thread-safe. */
final class Observed {
    private final Map<Long, Long> came = new ConcurrentHashMap<>();
    private final Map<Long, Long> previewed = new ConcurrentHashMap<>();
    private final Map<Long, Long> done = new ConcurrentHashMap<>();

    void came(Ask ask, long nanos) {
        came.put(ask.seed(), nanos);
    }

    /** Only the first counts. */
    void previewed(Ask ask, long nanos) {
        previewed.putIfAbsent(ask.seed(), nanos);
    }

    void done(Ask ask, long nanos) {
        done.put(ask.seed(), nanos);
    }

    /** What a client of the system would say. */
    SystemReport report(double meanBatch) {
        long first = came.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        long last = done.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        return new SystemReport(
                Math.round(done.size() * 1e12 / (last - first)) / 1000.0,
                Quantiles.of(previewed.entrySet().stream().map(this::millis).toList()),
                Quantiles.of(done.entrySet().stream().map(this::millis).toList()),
                Math.round(meanBatch * 100) / 100.0,
                done.size());
    }

    private double millis(Map.Entry<Long, Long> at) {
        return (at.getValue() - came.getOrDefault(at.getKey(), at.getValue())) / 1e6;
    }
}
