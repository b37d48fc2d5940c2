package io.strait.engine;

import io.strait.model.bundle.GraphName;
import java.util.Set;

/**
 * How to open an engine.
 *
 * @param choice which stack
 * @param threads threads that one pass is spread over, at least 1
 * @param graphs the graphs to load; no other can be run
 */
public record EngineOptions(EngineChoice choice, int threads, Set<GraphName> graphs) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if threads or graphs are too few
     */
    public EngineOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        if (graphs.isEmpty()) {
            throw new IllegalArgumentException("graphs: expected at least 1, got 0");
        }
        graphs = Set.copyOf(graphs);
    }
}
