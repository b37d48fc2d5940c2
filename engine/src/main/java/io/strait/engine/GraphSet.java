package io.strait.engine;

import io.strait.model.bundle.GraphName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The loaded graphs, and the limit on passes at a time. Thread-safe. */
final class GraphSet implements AutoCloseable {
    private final Map<GraphName, LoadedGraph> graphs;
    private final int limit;
    private final Semaphore turns;
    /** Inputs not in use, at most one for each turn; guarded by itself. */
    private final Deque<PassInputs> spare = new ArrayDeque<>();

    private volatile boolean closed;

    private GraphSet(Map<GraphName, LoadedGraph> graphs, int limit) {
        this.graphs = graphs;
        this.limit = limit;
        this.turns = new Semaphore(limit, true);
    }

    /** Loads the graphs named in the options; those loaded are freed if one fails. */
    static GraphSet load(Bundle bundle, GraphRuntime runtime, EngineOptions options) {
        Map<GraphName, LoadedGraph> graphs = new EnumMap<>(GraphName.class);
        // As many passes as the cores have room for: more would only make each other slower.
        int limit = Math.max(1, Runtime.getRuntime().availableProcessors() / options.threads());
        GraphSet set = new GraphSet(graphs, limit);
        try {
            for (GraphName graph : options.graphs().stream().sorted().toList()) {
                GraphSignature signature = GraphSignature.of(graph, bundle.manifest());
                graphs.put(graph, DeepStack.call(() -> runtime.load(bundle.file(graph), signature)));
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
        LoadedGraph graph = graphs.get(name);
        if (graph == null) {
            throw new IllegalArgumentException("graph: expected one of " + graphs.keySet() + ", got " + name);
        }
        PassInputs inputs = take();
        try {
            write.accept(inputs);
            turns.acquireUninterruptibly();
            try {
                if (closed) {
                    throw new IllegalStateException("engine: expected to be open, is closed");
                }
                return graph.run(inputs);
            } finally {
                turns.release();
            }
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
            if (spare.size() <= limit) {
                spare.addFirst(inputs);
            }
        }
    }

    @Override
    public void close() {
        // Every turn: no pass is running, and none starts.
        turns.acquireUninterruptibly(limit);
        try {
            if (!closed) {
                closed = true;
                graphs.values().forEach(LoadedGraph::close);
            }
        } finally {
            turns.release(limit);
        }
    }
}
