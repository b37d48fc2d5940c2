package io.strait.standalone.stack;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.strait.engine.Bundle;
import io.strait.engine.InferenceEngine;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Broker, engine, a worker of each stage, and a gateway, in this process. Jobs and images lie in the data directory: a stack that
 * starts on it finishes what an earlier one had accepted. Caller closes.
 */
public final class Stack implements AutoCloseable {
    private final Resources resources;
    private final Started started;

    /** What a start leaves behind. */
    record Started(
            Bundle bundle,
            InferenceEngine engine,
            MeterRegistry meters,
            String kafka,
            URI url,
            CompletableFuture<Void> failed) {}

    private Stack(Resources resources, Started started) {
        this.resources = resources;
        this.started = started;
    }

    /**
     * Starts everything, and returns when the gateway says it is ready. Takes seconds.
     *
     * @throws StackException if the port or the data directory is taken, or a part does not start
     * @throws io.strait.model.bundle.InvalidBundleException if the bundle is damaged, naming the file
     * @throws io.strait.engine.EngineUnavailableException if this machine lacks what the engine needs, by name
     */
    public static Stack start(StackConfig config) {
        Resources resources = new Resources();
        try {
            return new Stack(
                    resources,
                    new StackStart(config, resources, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)).run());
        } catch (RuntimeException | Error e) {
            resources.close();
            throw e;
        }
    }

    /** Where the gateway listens. */
    public URI url() {
        return started.url();
    }

    /** Bootstrap servers of the broker. */
    public String kafka() {
        return started.kafka();
    }

    /** The bundle in use. */
    public Bundle bundle() {
        return started.bundle();
    }

    /** The engine that the workers share; closes with the stack. */
    public InferenceEngine engine() {
        return started.engine();
    }

    /**
     * Meters of the three workers, told apart by their tags, and of the gateway, which tells all of them at /metrics; names are in {@link
     * io.strait.worker.WorkerMetrics} and {@link io.strait.gateway.metrics.GatewayMetrics}.
     */
    public MeterRegistry meters() {
        return started.meters();
    }

    /** Fails when a part stops of itself; the stack must then be closed. Never completes otherwise. */
    public CompletableFuture<Void> failed() {
        return started.failed();
    }

    /** Lets running jobs go on for a few seconds, with the gateway still telling of them, and keeps the rest for the next start. */
    @Override
    public void close() {
        resources.close();
    }
}
