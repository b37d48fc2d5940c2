package io.strait.gateway.http;

import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.metrics.GatewayMetrics.Stream;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every request its id, and one line when it has ended. */
final class RequestLog implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final GatewayMetrics metrics;

    RequestLog(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext context) {
        String id = RequestId.of(context.request().getHeader(RequestId.HEADER));
        long start = System.nanoTime();
        RequestId.enter(id);
        context.response().putHeader(RequestId.HEADER, id);
        String path;
        try {
            path = context.normalizedPath();
        } catch (IllegalArgumentException e) {
            // Not even an error handler could be found by such a path.
            LOG.info(
                    "request method={} status=400 unreadable path",
                    context.request().method());
            ErrorAnswer.send(context.response(), ErrorAnswer.refusal(400), id);
            return;
        }
        countStream(context);
        context.addEndHandler(ended -> {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            int status = context.response().getStatusCode();
            String method = context.request().method().name();
            LOG.info("request method={} path={} status={} millis={}", method, path, status, took.toMillis());
            // Clients may make methods up: few names are kept apart.
            metrics.request(METHODS.contains(method) ? method : "other", route(context), status, took);
        });
        context.next();
    }

    /** Counts the answer among the open streams if it is one. */
    private void countStream(RoutingContext context) {
        context.addHeadersEndHandler(headers -> {
            if ("text/event-stream".equals(context.response().headers().get("content-type"))) {
                Runnable closed =
                        metrics.opened(route(context).startsWith("/v1/images") ? Stream.IMAGES : Stream.EVENTS);
                context.addEndHandler(ended -> closed.run());
            }
        });
    }

    /** The pattern of the path, so that there are few; what none of ours matched is one. */
    private static String route(RoutingContext context) {
        Route route = context.currentRoute();
        String path = route == null ? null : route.getPath();
        return path == null ? "other" : path;
    }
}
