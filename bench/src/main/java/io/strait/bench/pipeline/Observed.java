package io.strait.bench.pipeline;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** When the requests of a round came, showed a first preview and were done, by their seeds. Thread-safe. */
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

    int images() {
        return done.size();
    }

    /** From the first arrival to the last image. */
    double seconds() {
        return (latest(done.values())
                        - came.values().stream()
                                .mapToLong(Long::longValue)
                                .min()
                                .orElseThrow())
                / 1e9;
    }

    /** Of each request, from its arrival to its first preview. */
    Stream<Double> firstPreviewMillis() {
        return previewed.entrySet().stream().map(this::millis);
    }

    /** Of each request, from its arrival to its image. */
    Stream<Double> imageMillis() {
        return done.entrySet().stream().map(this::millis);
    }

    private static long latest(Collection<Long> moments) {
        return moments.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private double millis(Map.Entry<Long, Long> at) {
        return (at.getValue() - came.getOrDefault(at.getKey(), at.getValue())) / 1e6;
    }
}
