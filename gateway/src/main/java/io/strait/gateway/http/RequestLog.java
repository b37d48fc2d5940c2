package io.strait.gateway.http;

import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.metrics.GatewayMetrics.Stream;
import io.vertx.core.Handler;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives every request an id, the client's own where it is presentable, and one line when it has ended. */
final class RequestLog implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final Pattern PRESENTABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String HEADER = "x-request-id";
    private static final String KEY = "requestId";

    private final GatewayMetrics metrics;

    RequestLog(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext context) {
        String given = context.request().getHeader(HEADER);
        String id = given != null && PRESENTABLE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        long start = System.nanoTime();
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        countStream(context);
        context.addEndHandler(ended -> {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            int status = context.response().getStatusCode();
            LOG.info(
                    "request method={} path={} status={} millis={} requestId={}",
                    context.request().method(),
                    context.normalizedPath(),
                    status,
                    took.toMillis(),
                    id);
            metrics.request(context.request().method().name(), route(context), status, took);
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

    static String id(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? "none" : id;
    }
}
