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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
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
        return run(
                environment,
                config -> Bundle.open(config.bundle()).manifest(),
                (config, engine, manifest, registry) -> StageWorker.start(config, program, engine, registry));
    }

    /** As {@link #run}, but no network runs, and of the bundle only the manifest is read. */
    public static int rehearse(StageProgram program, Map<String, String> environment, Rehearsal rehearsal) {
        return run(
                environment,
                config -> manifest(config.bundle()),
                (config, engine, manifest, registry) ->
                        StageWorker.rehearse(config, program, manifest, rehearsal, registry));
    }

    private interface Opening {
        StageWorker open(WorkerConfig config, EngineSettings engine, BundleManifest manifest, MeterRegistry registry);
    }

    private static int run(
            Map<String, String> environment, Function<WorkerConfig, BundleManifest> bundle, Opening opening) {
        WorkerConfig config;
        StageWorker worker;
        try {
            ProcessSettings.refuseDuplicates(ProcessSettings.ENVIRONMENT);
            WorkerEnvironment read = WorkerEnvironment.read(environment);
            config = read.config();
            EngineSettings engine = read.engine();
            ProcessSettings settings = read.process();
            BundleManifest manifest = bundle.apply(config);
            checkBroker(config, settings, manifest);
            MeterRegistry registry = settings.metrics()
                    .map(MetricsEndpoint::start)
                    .map(MetricsEndpoint::registry)
                    .orElseGet(SimpleMeterRegistry::new);
            worker = opening.open(config, engine, manifest, registry);
        } catch (InvalidSettingsException | InvalidBundleException e) {
            LOG.error("{}", e.getMessage());
            return 2;
        } catch (BrokerUnusableException e) {
            LOG.error("{}", e.getMessage());
            return 1;
        } catch (TopicsUnavailableException | EngineUnavailableException e) {
            LOG.error("worker cannot start", e);
            return 1;
        }
        return serve(worker, config);
    }

    private static int serve(StageWorker worker, WorkerConfig config) {
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

    private static void checkBroker(WorkerConfig config, ProcessSettings settings, BundleManifest manifest) {
        TopicCatalogue catalogue = TopicCatalogue.standard(new Topics(manifest.name()), 1);
        try (Admin admin = Admin.create(KafkaSettings.admin(config.kafka(), config.workerId() + "-topics"))) {
            BrokerCheck check = new BrokerCheck(admin, config.kafka(), config.bundle());
            check.awaitAnswer(settings.kafkaWait());
            check.requireShareGroups();
            if (settings.createTopics()) {
                // Whichever process comes first makes them; for the others this finds nothing to do.
                catalogue.ensure(admin);
            } else {
                check.requireTopics(catalogue);
            }
        } catch (KafkaException e) {
            throw new BrokerUnusableException(
                    "STRAIT_KAFKA: expected host:port of a broker, got " + config.kafka() + ": " + reason(e), e);
        }
    }

    private static String reason(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : reason(failure.getCause());
    }

    private static BundleManifest manifest(Path bundle) {
        try {
            return BundleManifest.parse(Files.readAllBytes(bundle.resolve("bundle.json")));
        } catch (IOException e) {
            throw new InvalidBundleException(
                    bundle.toString(), List.of("bundle.json: expected a readable file, got " + e.getMessage()));
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
