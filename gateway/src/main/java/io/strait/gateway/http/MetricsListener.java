package io.strait.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A second place to listen, for those who look after the gateway: figures and health, without a credential, and nothing else. Whoever reaches
 * it may read them; that is what its address is for.
 */
final class MetricsListener {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsListener.class);

    private final Vertx vertx;
    private final MetricsConfig config;
    private final HttpServer server;

    MetricsListener(Services services, MetricsConfig config, Metrics metrics) {
        this.vertx = services.vertx();
        this.config = config;
        ErrorAnswer errors = new ErrorAnswer();
        Health health = new Health(services.readiness(), services.streams());
        Router router = Router.router(vertx);
        List.of(400, 404, 405, 421).forEach(status -> router.errorHandler(status, errors));
        router.route().handler(config.hosts());
        router.get("/metrics").handler(metrics.endpoint().handler()).failureHandler(errors);
        Routes.add(router, "/health/live", health::live, errors);
        Routes.add(router, "/health/ready", health::ready, errors);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(config.bind())
                        .setPort(config.port())
                        .setHttp2ClearTextEnabled(false))
                .invalidRequestHandler(new UnreadableRequest())
                .requestHandler(router);
    }

    Future<Void> listen() {
        return server.listen()
                .onSuccess(listening ->
                        LOG.info("gateway.metrics url=http://{}:{}/metrics", config.bind(), listening.actualPort()))
                .mapEmpty();
    }

    int port() {
        return server.actualPort();
    }
}
