package io.strait.standalone.stack;

import io.micrometer.core.instrument.MeterRegistry;
import io.strait.engine.InferenceEngine;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.worker.StageProgram;
import io.strait.worker.StageWorker;
import io.strait.worker.WorkerEnvironment;
import io.strait.worker.bottom.BottomWorker;
import io.strait.worker.top.TopWorker;
import io.strait.worker.upsampler.UpsamplerWorker;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A worker of each stage, on one engine. */
final class WorkerPool implements AutoCloseable {
    private static final List<StageProgram> PROGRAMS =
            List.of(TopWorker.program(), BottomWorker.program(), UpsamplerWorker.program());

    private final List<StageWorker> workers;

    private WorkerPool(List<StageWorker> workers) {
        this.workers = List.copyOf(workers);
    }

    /** Every graph that a stage needs. */
    static Set<GraphName> graphs() {
        Set<GraphName> graphs = EnumSet.noneOf(GraphName.class);
        PROGRAMS.forEach(program -> graphs.addAll(program.graphs()));
        return graphs;
    }

    /**
     * Starts the three.
     *
     * @param engine stays open when the pool closes
     */
    static WorkerPool start(
            WorkerEnvironment settings, BundleManifest manifest, InferenceEngine engine, MeterRegistry meters) {
        List<StageWorker> workers = new ArrayList<>();
        try {
            for (StageProgram program : PROGRAMS) {
                workers.add(StageWorker.start(
                        settings.forStage(program, engine, manifest), program, manifest, engine, meters));
            }
            return new WorkerPool(workers);
        } catch (RuntimeException e) {
            new WorkerPool(workers).close();
            throw e;
        }
    }

    /** Completes when all take jobs; fails as soon as one stops. */
    CompletableFuture<Void> started() {
        CompletableFuture<?>[] started = workers.stream()
                .map(StageWorker::started)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.anyOf(CompletableFuture.allOf(started), failed())
                .thenRun(() -> {});
    }

    /** Fails when a worker stops of itself. Never completes otherwise. */
    CompletableFuture<Void> failed() {
        CompletableFuture<?>[] failed = workers.stream().map(WorkerPool::failed).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.anyOf(failed).thenRun(() -> {});
    }

    private static CompletableFuture<Void> failed(StageWorker worker) {
        // one that ended in order is not news: what waits goes on waiting
        return worker.ended().toCompletableFuture().thenCompose(nothing -> new CompletableFuture<Void>());
    }

    @Override
    public void close() {
        // side by side, because each may take the whole time it has to drain
        CompletableFuture<?>[] ends = workers.stream()
                .map(worker -> Threads.run("strait-drain", worker::close))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends).join();
    }
}
