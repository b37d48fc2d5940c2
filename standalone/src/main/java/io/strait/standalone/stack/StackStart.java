package io.strait.standalone.stack;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.strait.engine.Bundle;
import io.strait.engine.EngineOptions;
import io.strait.engine.InferenceEngine;
import io.strait.gateway.Gateway;
import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import io.strait.worker.MetricsEndpoint;
import io.strait.worker.WorkerEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the parts of a stack: broker and engine side by side, then workers and gateway side by side. */
final class StackStart {
    private static final int EVENT_PARTITIONS = 8;
    /** A lane only takes from the partitions it was given; with as many partitions as lanes most lanes idle beside a queue. */
    private static final int JOB_PARTITIONS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(StackStart.class);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /**
     * The broker shares its processors with the model and may wait seconds for a turn: it must not be given up for dead. After a crash
     * the next start waits this long for the old one's session to end.
     */
    private static final Map<String, String> BROKER = Map.of("broker.session.timeout.ms", "6000");

    private final StackConfig config;
    private final Resources resources;
    private final PrometheusMeterRegistry meters;
    private final long begin = System.nanoTime();

    StackStart(StackConfig config, Resources resources, PrometheusMeterRegistry meters) {
        this.config = config;
        this.resources = resources;
        this.meters = meters;
    }

    Stack.Started run() {
        // Before seconds of work go by: it may refuse them.
        WorkerEnvironment worker = StackSettings.check(config).worker();
        Ports.check(config.bind(), config.port());
        Bundle bundle = Bundle.open(config.bundle());
        DataDirectory data = resources.add("data directory", DataDirectory.take(config.data()));
        if (StackSettings.keepsImages(config)) {
            createArtifacts(config.data());
        }
        CompletableFuture<EmbeddedKafka> broker = Threads.supply("strait-start-broker", () -> broker(data, bundle));
        CompletableFuture<InferenceEngine> engine = Threads.supply("strait-start-engine", () -> engine(bundle));
        CompletableFuture<Gateway> gateway = broker.thenApply(kafka -> gateway(kafka));
        // Both must have ended, well or not, before a failure may close what has started.
        waitFor(CompletableFuture.allOf(engine, gateway));
        EmbeddedKafka kafka = broker.join();
        WorkerPool workers = resources.add(
                "workers",
                WorkerPool.start(
                        StackSettings.of(config, kafka.bootstrap()).worker(),
                        bundle.manifest(),
                        engine.join(),
                        meters));
        waitFor(workers.started().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        worker.process().metrics().ifPresent(to -> resources.add("metrics", MetricsEndpoint.start(to, meters)));
        say("workers take jobs");
        URI url = url(gateway.join());
        GatewayReadiness.await(gateway.join(), PATIENCE);
        say("gateway is ready");
        tellReady(worker.config().readyFile(), url);
        return new Stack.Started(bundle, engine.join(), meters, kafka.bootstrap(), url, workers.failed());
    }

    private EmbeddedKafka broker(DataDirectory data, Bundle bundle) {
        EmbeddedKafka kafka =
                resources.add("broker", EmbeddedKafka.start(data.kafka(), EmbeddedKafka.ANY_PORT, BROKER));
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap()))) {
            new TopicCatalogue(new Topics(bundle.manifest().name()), EVENT_PARTITIONS, JOB_PARTITIONS, 1).ensure(admin);
        }
        say("broker is up");
        return kafka;
    }

    private InferenceEngine engine(Bundle bundle) {
        InferenceEngine engine = resources.add(
                "engine",
                InferenceEngine.open(
                        bundle,
                        new EngineOptions(config.engine(), config.threads(), WorkerPool.graphs())
                                .withVariant(config.graphs())));
        say("engine is warm: " + engine.info().choice().wireName() + ", "
                + engine.info().threads() + " threads, graphs " + engine.info().graphs());
        return engine;
    }

    private Gateway gateway(EmbeddedKafka kafka) {
        StackSettings settings = StackSettings.of(config, kafka.bootstrap());
        return resources
                .add("gateway", StartedGateway.start(settings.gateway(), meters))
                .gateway();
    }

    private URI url(Gateway gateway) {
        // A wildcard address is nowhere to connect to.
        String host = config.bind().equals("0.0.0.0") || config.bind().equals("::") ? "127.0.0.1" : config.bind();
        return URI.create(
                gateway.scheme() + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + gateway.port());
    }

    private void say(String what) {
        LOG.info(
                "{} after {} ms",
                what,
                Duration.ofNanos(System.nanoTime() - begin).toMillis());
    }

    private static void tellReady(@Nullable Path file, URI url) {
        if (file != null) {
            try {
                Files.writeString(file, url.toString());
            } catch (IOException e) {
                throw new StackException("STRAIT_READY_FILE: expected a file that can be written, got " + file, e);
            }
        }
    }

    private static void createArtifacts(Path data) {
        Path artifacts = DataDirectory.artifacts(data);
        try {
            Files.createDirectories(artifacts);
        } catch (IOException e) {
            throw new StackException("data directory: cannot create " + artifacts, e);
        }
    }

    private static void waitFor(CompletableFuture<Void> parts) {
        try {
            parts.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new StackException("a part did not start", e);
        }
    }
}
