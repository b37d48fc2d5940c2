package io.strait.engine;

import io.strait.engine.graph.GraphVariant;
import io.strait.model.bundle.GraphName;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How to open an engine.
 *
 * @param choice which stack
 * @param threads threads that one pass is spread over, at least 1
 * @param graphs the graphs to load; no other can be run
 * @param variant how they are run on {@code ort-cpu}; other stacks take them as they are
 * @param profiles folder for a profile of each graph, in ONNX Runtime's own format, written when the engine closes; null: none
 */
public record EngineOptions(
        EngineChoice choice,
        int threads,
        Set<GraphName> graphs,
        GraphVariant variant,
        @Nullable Path profiles) {
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

    /** The default variant, no profiles. */
    public EngineOptions(EngineChoice choice, int threads, Set<GraphName> graphs) {
        this(choice, threads, graphs, GraphVariant.DEFAULT, null);
    }

    /** The same in another variant. */
    public EngineOptions withVariant(GraphVariant other) {
        return new EngineOptions(choice, threads, graphs, other, profiles);
    }

    /** The same with profiles. */
    public EngineOptions withProfiles(Path folder) {
        return new EngineOptions(choice, threads, graphs, variant, folder);
    }
}
