package io.strait.gateway.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.schemas.topic.Queue;
import io.strait.schemas.topic.QueueLag;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GET /metrics: every meter of the process as Prometheus reads them. Asks Kafka now and then how much lies in the queues. */
public final class Metrics implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final Duration ASK_EVERY = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final GatewayMetrics metrics;
    private final List<Queue> queues;
    private final Admin admin;
    private final QueueLag lag;
    private final long timer;
    private final Optional<MetricsListener> listener;

    /** Connects in the background. */
    public Metrics(Services services, MetricsConfig config) {
        this.vertx = services.vertx();
        this.metrics = services.metrics();
        this.queues = services.topics().queues();
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                services.kafka(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "gateway-metrics"));
        this.lag = new QueueLag(admin);
        queues.forEach(metrics::queue);
        this.timer = vertx.setPeriodic(ASK_EVERY.toMillis(), tick -> ask());
        this.listener = config.listens() ? Optional.of(new MetricsListener(services, config, this)) : Optional.empty();
    }

    /** Listens at the place of its own, if there is to be one; fails if the port is taken. Ends with Vert.x. */
    public Future<Void> listen() {
        return listener.map(MetricsListener::listen).orElseGet(Future::succeededFuture);
    }

    /** Port of that place; negative if there is none. */
    public int port() {
        return listener.map(MetricsListener::port).orElse(-1);
    }

    private void ask() {
        var unused = lag.read(queues, TIMEOUT).whenComplete((found, failure) -> {
            if (failure != null) {
                LOG.debug("metrics.lag: unknown for now", failure);
            }
            queues.forEach(queue -> {
                QueueLag.Lag one = found == null ? null : found.get(queue);
                metrics.lag(queue, one == null ? Double.NaN : one.waiting());
            });
        });
    }

    @Override
    public void mount(Router router) {
        router.get("/metrics").handler(endpoint().handler()).failureHandler(new ErrorAnswer());
    }

    Endpoint endpoint() {
        return this::answer;
    }

    private Future<Void> answer(RoutingContext context) {
        if (!(metrics.registry() instanceof PrometheusMeterRegistry prometheus)) {
            throw new HttpFailure(404, "This process keeps its metrics elsewhere.");
        }
        // Gauges may wait for others' locks.
        return vertx.executeBlocking(() -> prometheus.scrape(), false)
                .compose(text -> context.response()
                        .putHeader("content-type", TEXT)
                        .putHeader("cache-control", "no-store")
                        .end(text));
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        admin.close(Duration.ofSeconds(1));
    }
}
