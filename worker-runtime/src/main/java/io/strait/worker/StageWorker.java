package io.strait.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.strait.engine.Bundle;
import io.strait.engine.EngineOptions;
import io.strait.engine.InferenceEngine;
import io.strait.model.bundle.BundleManifest;
import java.util.concurrent.CompletionStage;

/**
 * A worker of one stage. Starts its threads, is ready when it knows every cancelled job and all its lanes are members of the group, and
 * serves until it is closed.
 */
public final class StageWorker implements AutoCloseable {
    private final WorkerThreads threads;
    private final MeterRegistry registry;
    private final AutoCloseable engine;

    private StageWorker(WorkerThreads threads, MeterRegistry registry, AutoCloseable engine) {
        this.threads = threads;
        this.registry = registry;
        this.engine = engine;
    }

    /**
     * Starts a worker with an engine of its own.
     *
     * @param registry gets the worker's meters
     * @throws io.strait.model.bundle.InvalidBundleException if the bundle is damaged
     */
    public static StageWorker start(WorkerConfig config, StageProgram program, MeterRegistry registry) {
        return start(config, program, EngineSettings.standard(), registry);
    }

    /** The same with an engine used in a way of one's own choice. */
    static StageWorker start(
            WorkerConfig config, StageProgram program, EngineSettings settings, MeterRegistry registry) {
        Bundle bundle = Bundle.open(config.bundle());
        InferenceEngine engine = InferenceEngine.open(
                bundle,
                new EngineOptions(config.engine(), config.threads(), program.graphs()).withVariant(settings.graphs()));
        try {
            WorkerConfig held = settings.probe()
                    ? config.holding(
                            own -> new LaneProbe(engine, bundle.manifest(), program).fit(own, settings.cache()))
                    : config;
            return start(held, program, bundle.manifest(), new EnginePasses(engine), registry, engine);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /**
     * Starts a worker on an engine that others use too.
     *
     * @param manifest of the bundle the engine was opened with
     * @param shared has the program's graphs; stays open when the worker closes
     * @param registry gets the worker's meters
     */
    public static StageWorker start(
            WorkerConfig config,
            StageProgram program,
            BundleManifest manifest,
            InferenceEngine shared,
            MeterRegistry registry) {
        return start(config, program, manifest, new EnginePasses(shared), registry, () -> {});
    }

    /**
     * Starts a worker whose passes only wait.
     *
     * @param registry gets the worker's meters
     */
    public static StageWorker rehearse(
            WorkerConfig config,
            StageProgram program,
            BundleManifest manifest,
            Rehearsal rehearsal,
            MeterRegistry registry) {
        return start(
                config, program, manifest, new RehearsalPasses(rehearsal, manifest.codebookSize()), registry, () -> {});
    }

    static StageWorker start(
            WorkerConfig config,
            StageProgram program,
            BundleManifest manifest,
            Passes passes,
            MeterRegistry registry,
            AutoCloseable engine) {
        WorkerThreads threads = new WorkerThreads(config, program, manifest, passes, registry);
        threads.start();
        return new StageWorker(threads, registry, engine);
    }

    /** Completes when the worker takes jobs. */
    public CompletionStage<Void> started() {
        return threads.started();
    }

    /** Whether it takes jobs now: it has started, what it writes to is there, and it is not closing. */
    public boolean ready() {
        return threads.ready();
    }

    /**
     * Completes when the worker has closed; exceptionally if a bug made it stop, in which case its jobs go to other workers and it must
     * still be closed.
     */
    public CompletionStage<Void> ended() {
        return threads.ended();
    }

    /** The worker's meters, named in {@link WorkerMetrics}. */
    public MeterRegistry meters() {
        return registry;
    }

    /** Takes no more jobs, goes on with those it has for as long as the settings say, gives the rest back, and frees everything. */
    @Override
    public void close() {
        threads.close();
        try {
            engine.close();
        } catch (Exception e) {
            throw new IllegalStateException("engine: cannot be closed", e);
        }
    }
}
