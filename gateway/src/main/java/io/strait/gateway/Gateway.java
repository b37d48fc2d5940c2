package io.strait.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.strait.gateway.artifact.ArtifactSweeps;
import io.strait.gateway.bulk.BulkQueue;
import io.strait.gateway.document.DocumentRoutes;
import io.strait.gateway.expiry.Reaper;
import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Metrics;
import io.strait.gateway.http.MetricsConfig;
import io.strait.gateway.http.OpenStreams;
import io.strait.gateway.http.Routes;
import io.strait.gateway.http.Services;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.http.UnreadableRequest;
import io.strait.gateway.idempotency.Idempotency;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.job.Readiness;
import io.strait.gateway.job.WaitEstimate;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.openai.OpenAiRoutes;
import io.strait.gateway.openai.batch.BatchesFeature;
import io.strait.gateway.security.Security;
import io.strait.gateway.socket.SocketLimits;
import io.strait.gateway.socket.SocketRoute;
import io.strait.gateway.webhook.WebhookRoutes;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway. It keeps nothing that another gateway would miss: all it knows it reads from Kafka, the artifacts and the
 * bundle's manifest.
 */
public final class Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final HttpServer server;
    private final Router router;
    private final Services services;
    private final Security security;
    private final List<Feature> features;
    private final Metrics metrics;
    private final Duration stopPatience;
    private final AtomicBoolean closing = new AtomicBoolean();
    // Of no context: a future of this Vert.x's own event loops is never told that they have ended.
    private final Promise<Void> ended = Promise.promise();

    private Gateway(
            HttpServer server,
            Router router,
            Services services,
            Security security,
            List<Feature> features,
            Metrics metrics,
            Duration stopPatience) {
        this.stopPatience = stopPatience;
        this.vertx = services.vertx();
        this.server = server;
        this.router = router;
        this.services = services;
        this.security = security;
        this.features = features;
        this.metrics = metrics;
    }

    /**
     * Starts a gateway; it listens at once, and is ready when Kafka and the workers are.
     *
     * @return fails with a message for people if the bundle cannot be read or the port is taken
     */
    public static Future<Gateway> start(GatewayConfig config) {
        return start(config, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    /**
     * Starts a gateway that shares its meters.
     *
     * @param meters gets the gateway's; told at /metrics if they are kept for Prometheus; stay open
     * @return fails as that of {@link #start(GatewayConfig)}
     */
    public static Future<Gateway> start(GatewayConfig config, MeterRegistry meters) {
        Vertx vertx = Vertx.vertx();
        Security security;
        Services services;
        try {
            BundleManifest bundle = manifest(config.bundle());
            Clock clock = Clock.systemUTC();
            security = Security.open(vertx, clock, config.security(), config.kafka(), config.deadline());
            services = services(vertx, clock, config, bundle, security, new GatewayMetrics(meters));
        } catch (RuntimeException e) {
            return vertx.close().transform(closed -> Future.failedFuture(e));
        }
        Metrics figures = new Metrics(services, config.metrics());
        List<Feature> features = features(config, services, figures);
        Routes routes = new Routes(
                services,
                config.heartbeat(),
                config.artifacts().links(),
                security.guard(),
                new SocketRoute(
                        services.submissions(),
                        config.heartbeat(),
                        security.origins(),
                        services.metrics(),
                        services.streams()),
                features);
        Router router = routes.router();
        HttpServer server = vertx.createHttpServer(security.apply(SocketLimits.apply(new HttpServerOptions()))
                        // All writes are the event loop's: connections need no queues for other threads, of 4 KB each.
                        .setStrictThreadMode(true)
                        .setHost(config.bind())
                        .setPort(config.port())
                        // A request that asks to go on in HTTP/2 without saying how would never be answered.
                        .setHttp2ClearTextEnabled(false))
                .invalidRequestHandler(new UnreadableRequest())
                .requestHandler(router);
        Gateway gateway = new Gateway(server, router, services, security, features, figures, config.stopPatience());
        // Of no context, as in close.
        Promise<Gateway> started = Promise.promise();
        server.listen()
                .compose(listening -> figures.listen().map(listening))
                .onSuccess(listening -> {
                    LOG.info(
                            "gateway.listening url={}://{}:{}",
                            security.scheme(),
                            config.bind(),
                            listening.actualPort());
                    security.follow(listening);
                    started.complete(gateway);
                })
                .onFailure(
                        failure -> gateway.close().onComplete(closed -> started.fail(listenFailure(config, failure))));
        return started.future();
    }

    private static Services services(
            Vertx vertx,
            Clock clock,
            GatewayConfig config,
            BundleManifest bundle,
            Security security,
            GatewayMetrics metrics) {
        OpenStreams streams = new OpenStreams();
        Topics topics = new Topics(bundle.name());
        WaitEstimate wait = new WaitEstimate(config.kafka(), topics);
        Jobs jobs = new Jobs(
                config.kafka(),
                topics,
                config.replayThreads(),
                Math.toIntExact(config.fetchWait().toMillis()),
                clock,
                metrics);
        return new Services(
                vertx,
                clock,
                config.kafka(),
                topics,
                bundle,
                jobs,
                new Submissions(
                        bundle,
                        jobs,
                        config.deadline(),
                        streams,
                        wait,
                        config.mostWait(),
                        security.gate(),
                        new Idempotency(config.kafka(), topics, jobs, clock)),
                config.artifacts().location().open(),
                new Readiness(config.kafka(), topics, jobs),
                security.tenants(),
                metrics,
                streams,
                wait);
    }

    /** In the order in which requests meet them. */
    private static List<Feature> features(GatewayConfig config, Services services, Metrics metrics) {
        BatchesFeature batches = new BatchesFeature(services, config.batches());
        return List.of(
                new OpenAiRoutes(services, config.heartbeat(), config.cancelOnClose()),
                new BulkQueue(services),
                new Reaper(services),
                batches,
                metrics,
                new ArtifactSweeps(services, config.artifacts(), batches::artifacts),
                new DocumentRoutes(),
                new WebhookRoutes(services, config.webhooks()));
    }

    /** What its address begins with: http or https. */
    public String scheme() {
        return security.scheme();
    }

    /** What is missing for it to be ready, in words; see {@link Readiness#reasons}. */
    public CompletableFuture<List<String>> missing() {
        return services.readiness().reasons();
    }

    /** Port it listens on. */
    public int port() {
        return server.actualPort();
    }

    /** Port at which figures can be had without a credential; negative if there is none. */
    public int metricsPort() {
        return metrics.port();
    }

    /** Every route, in the order in which requests meet them. */
    List<Route> routes() {
        return router.getRoutes();
    }

    /**
     * Stops accepting, gives streams some time to end, sends the rest away with a cursor, then closes what is open. Bounded by the configured
     * patience and some seconds more. Never fails. Further calls wait for the first.
     */
    public Future<Void> close() {
        if (!closing.compareAndSet(false, true)) {
            return ended.future();
        }
        services.streams()
                .stop(vertx, stopPatience)
                .compose(told -> server.shutdown(LAST_ANSWERS))
                .otherwiseEmpty()
                .compose(stopped -> vertx.<Void>executeBlocking(() -> {
                    features.forEach(Feature::close);
                    services.submissions().idempotency().close();
                    services.jobs().close();
                    services.readiness().close();
                    services.estimate().close();
                    security.close();
                    services.artifacts().close();
                    return null;
                }))
                .onComplete(closed -> vertx.close().onComplete(stopped -> ended.complete()));
        return ended.future();
    }

    private static BundleManifest manifest(Path bundle) {
        Path file = Files.isDirectory(bundle) ? bundle.resolve("bundle.json") : bundle;
        try {
            return BundleManifest.parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": expected a bundle's manifest that can be read", e);
        }
    }

    private static String metricsPlace(GatewayConfig config) {
        MetricsConfig metrics = config.metrics();
        return metrics.port() < 0 ? "" : " and " + metrics.bind() + ":" + metrics.port();
    }

    private static Throwable listenFailure(GatewayConfig config, Throwable failure) {
        String place = config.bind() + ":" + config.port() + metricsPlace(config);
        return failure instanceof BindException
                ? new IllegalStateException(
                        place + ": expected free ports of this machine, got one that is taken or not ours", failure)
                : new IllegalStateException(place + ": cannot listen", failure);
    }
}
