package io.strait.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.engine.Bundle;
import io.strait.engine.EngineUnavailableException;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.InvalidBundleException;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import io.strait.schemas.topic.TopicsUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a worker that is a process of its own. */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /** A worker's {@code main}: runs it on the process's environment, and ends the process if it fails. */
    public static void main(StageProgram program) {
        int code = run(program, System.getenv());
        if (code != 0) {
            System.exit(code);
        }
    }

    /**
     * Runs a worker until the process is told to end (SIGTERM drains it) or a bug stops it.
     *
     * @param environment settings, see {@link WorkerConfig#from}
     * @return exit code: 0 ended in order, 1 failed, 2 settings or bundle cannot be used
     */
    public static int run(StageProgram program, Map<String, String> environment) {
        WorkerConfig config;
        StageWorker worker;
        try {
            config = WorkerConfig.from(environment);
            EngineSettings engine = EngineSettings.from(environment);
            Optional<MetricsSettings> metrics = MetricsSettings.from(environment);
            BundleManifest manifest = Bundle.open(config.bundle()).manifest();
            ensureTopics(config, manifest);
            MeterRegistry registry = metrics.map(MetricsEndpoint::start)
                    .map(MetricsEndpoint::registry)
                    .orElseGet(SimpleMeterRegistry::new);
            worker = StageWorker.start(config, program, engine, registry);
        } catch (InvalidSettingsException | InvalidBundleException e) {
            LOG.error("{}", e.getMessage());
            return 2;
        } catch (TopicsUnavailableException | EngineUnavailableException e) {
            LOG.error("worker cannot start", e);
            return 1;
        }
        Thread drain = new Thread(worker::close, "strait-drain");
        Runtime.getRuntime().addShutdownHook(drain);
        Path readyFile = config.readyFile();
        if (readyFile != null) {
            CompletionStage<Void> unused = worker.started().thenRun(() -> write(readyFile, config.workerId()));
        }
        try {
            worker.started().toCompletableFuture().join();
            worker.ended().toCompletableFuture().join();
            return 0;
        } catch (CompletionException e) {
            // Logged where it happened. The shutdown hook closes the worker.
            return 1;
        }
    }

    /** Whichever process comes first makes the topics; for the others this finds nothing to do. */
    private static void ensureTopics(WorkerConfig config, BundleManifest manifest) {
        try (Admin admin = Admin.create(KafkaSettings.admin(config.kafka(), config.workerId() + "-topics"))) {
            TopicCatalogue.standard(new Topics(manifest.name()), 1).ensure(admin);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }
}
