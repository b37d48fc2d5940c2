package io.strait.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** GET /metrics: every meter of the process as Prometheus reads them. */
final class Metrics implements Endpoint {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final MeterRegistry registry;

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        if (!(registry instanceof PrometheusMeterRegistry prometheus)) {
            throw new HttpFailure(404, "This process keeps its metrics elsewhere.");
        }
        // Gauges may be expensive or wait for others' locks.
        return context.vertx()
                .executeBlocking(prometheus::scrape, false)
                .compose(text -> context.response()
                        .putHeader("content-type", TEXT)
                        .putHeader("cache-control", "no-store")
                        .end(text));
    }
}
