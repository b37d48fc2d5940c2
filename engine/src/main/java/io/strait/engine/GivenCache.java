package io.strait.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what follows from the finished grids of the jobs that took a step last, up to a number of bytes. What was dropped is computed
 * again, with the same bits. Thread-safe.
 */
final class GivenCache {
    private final long capacity;
    /** Least recently used first; guarded by this. */
    private final Map<StepCondition, Given> kept = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    GivenCache(long capacity) {
        this.capacity = capacity;
    }

    /** What follows from a condition; computed by the caller's thread if it is not kept. */
    Given get(StepCondition condition, Supplier<Given> compute) {
        @Nullable Given known;
        synchronized (this) {
            known = kept.get(condition);
        }
        if (known != null) {
            return known;
        }
        Given computed = compute.get();
        keep(condition, computed);
        return computed;
    }

    private synchronized void keep(StepCondition condition, Given computed) {
        @Nullable Given before = kept.put(condition, computed);
        bytes += computed.bytes() - (before == null ? 0 : before.bytes());
        Iterator<Given> oldest = kept.values().iterator();
        while (bytes > capacity && kept.size() > 1) {
            bytes -= oldest.next().bytes();
            oldest.remove();
        }
    }
}
