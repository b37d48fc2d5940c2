package io.strait.engine;

import io.strait.model.bundle.GraphName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The loaded graphs and the threads their passes run on. Thread-safe. */
final class GraphSet implements AutoCloseable {
    private static final int SPARE_LIMIT = 8;

    private final Map<GraphName, LoadedGraph> graphs = new EnumMap<>(GraphName.class);
    private final NativeThreads threads;
    /** Inputs not in use; guarded by itself. */
    private final Deque<PassInputs> spare = new ArrayDeque<>();

    private GraphSet(NativeThreads threads) {
        this.threads = threads;
    }

    /**
     * Loads graphs; those loaded are freed if one fails.
     *
     * @param threads to load and run on; owned by what is returned
     */
    static GraphSet load(Bundle bundle, GraphRuntime runtime, Set<GraphName> names, NativeThreads threads) {
        GraphSet set = new GraphSet(threads);
        try {
            for (GraphName graph : names.stream().sorted().toList()) {
                GraphSignature signature = GraphSignature.of(graph, bundle.manifest());
                set.graphs.put(graph, threads.call(() -> runtime.load(bundle.file(graph), signature)));
            }
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
        return set;
    }

    /**
     * Runs a pass when it is its turn.
     *
     * @param write adds the inputs
     * @throws IllegalArgumentException if the graph is not loaded
     * @throws IllegalStateException if this is closed
     */
    PassOutputs run(GraphName name, Consumer<PassInputs> write) {
        return run(graph(name), write);
    }

    /** Whether a part of the graph is run only once for each job. */
    boolean inParts(GraphName name) {
        return graph(name).given() != null;
    }

    /** Runs that part. */
    PassOutputs runGiven(GraphName name, Consumer<PassInputs> write) {
        return run(Objects.requireNonNull(graph(name).given(), "given: expected a graph in two parts"), write);
    }

    private LoadedGraph graph(GraphName name) {
        LoadedGraph graph = graphs.get(name);
        if (graph == null) {
            throw new IllegalArgumentException("graph: expected one of " + graphs.keySet() + ", got " + name);
        }
        return graph;
    }

    private PassOutputs run(LoadedGraph graph, Consumer<PassInputs> write) {
        PassInputs inputs = take();
        try {
            write.accept(inputs);
            return threads.call(() -> graph.run(inputs));
        } finally {
            give(inputs);
        }
    }

    private PassInputs take() {
        @Nullable PassInputs inputs;
        synchronized (spare) {
            inputs = spare.pollFirst();
        }
        return inputs == null ? new PassInputs() : inputs.clear();
    }

    private void give(PassInputs inputs) {
        synchronized (spare) {
            if (spare.size() < SPARE_LIMIT) {
                spare.addFirst(inputs);
            }
        }
    }

    /** Waits for the passes asked for, then frees the graphs. */
    @Override
    public synchronized void close() {
        threads.close();
        graphs.values().forEach(LoadedGraph::close);
    }
}
