package io.strait.engine;

import io.strait.model.bundle.GraphName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The loaded graphs and the threads their passes run on. Thread-safe. */
final class GraphSet implements AutoCloseable {
    private static final int SPARE_LIMIT = 8;

    private final Map<GraphName, LoadedGraph> graphs = new EnumMap<>(GraphName.class);
    private final NativeThreads threads;
    private final Spread spread;
    /** Passes hold it shared. */
    private final ReadWriteLock open = new ReentrantReadWriteLock(true);
    /** Inputs not in use; guarded by itself. */
    private final Deque<PassInputs> spare = new ArrayDeque<>();

    private GraphSet(NativeThreads threads, Spread spread) {
        this.threads = threads;
        this.spread = spread;
    }

    /**
     * Loads graphs; those loaded are freed if one fails.
     *
     * @param threads to load and run on; owned by what is returned
     * @param spread of passes over them
     */
    static GraphSet load(
            Bundle bundle, GraphRuntime runtime, Set<GraphName> names, NativeThreads threads, Spread spread) {
        GraphSet set = new GraphSet(threads, spread);
        try {
            for (GraphName graph : names.stream().sorted().toList()) {
                GraphSignature signature = GraphSignature.of(graph, bundle.manifest());
                set.graphs.put(graph, threads.call(() -> runtime.load(bundle.file(graph), signature, spread.byJob())));
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
     * @return results, in the order of the jobs
     * @throws IllegalArgumentException if the graph is not loaded
     * @throws IllegalStateException if this is closed
     */
    <J, R> List<R> run(GraphName name, List<J> jobs, Pass<J, R> pass) {
        return run(graph(name), jobs, pass);
    }

    /** Whether a part of the graph is run only once for each job. */
    boolean inParts(GraphName name) {
        return graph(name).given() != null;
    }

    /** Runs that part. */
    <J, R> R runGiven(GraphName name, J job, Pass<J, R> pass) {
        LoadedGraph given = Objects.requireNonNull(graph(name).given(), "given: expected a graph in two parts");
        return run(given, List.of(job), pass).get(0);
    }

    private LoadedGraph graph(GraphName name) {
        LoadedGraph graph = graphs.get(name);
        if (graph == null) {
            throw new IllegalArgumentException("graph: expected one of " + graphs.keySet() + ", got " + name);
        }
        return graph;
    }

    private <J, R> List<R> run(LoadedGraph graph, List<J> jobs, Pass<J, R> pass) {
        open.readLock().lock();
        List<CompletableFuture<List<R>>> started = new ArrayList<>();
        try {
            for (Spread.Run<J> run : spread.of(jobs, pass::tokens, threads.others())) {
                started.add(start(graph, run, pass));
            }
            return started.stream()
                    .flatMap(run -> NativeThreads.result(run).stream())
                    .toList();
        } finally {
            // Also after a failure: closing may free what a run still reads.
            started.forEach(run -> run.handle((results, failure) -> results).join());
            open.readLock().unlock();
        }
    }

    private <J, R> CompletableFuture<List<R>> start(LoadedGraph graph, Spread.Run<J> run, Pass<J, R> pass) {
        PassInputs inputs = take();
        try {
            pass.write(run.jobs(), inputs);
            int processors = run.single() ? 1 : spread.threads();
            return threads.start(processors, () -> graph.run(inputs, run.single()))
                    .whenComplete((outputs, failure) -> give(inputs))
                    .thenApply(outputs -> pass.read(run.jobs(), outputs));
        } catch (RuntimeException e) {
            give(inputs);
            throw e;
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
    public void close() {
        open.writeLock().lock();
        try {
            threads.close();
            graphs.values().forEach(LoadedGraph::close);
        } finally {
            open.writeLock().unlock();
        }
    }
}
