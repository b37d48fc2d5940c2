package io.strait.gateway.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
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

    @Override
    public void handle(RoutingContext context) {
        String given = context.request().getHeader(HEADER);
        String id = given != null && PRESENTABLE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
        long start = System.nanoTime();
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        context.addEndHandler(ended -> LOG.info(
                "request method={} path={} status={} millis={} requestId={}",
                context.request().method(),
                context.normalizedPath(),
                context.response().getStatusCode(),
                (System.nanoTime() - start) / 1_000_000,
                id));
        context.next();
    }

    static String id(RoutingContext context) {
        String id = context.get(KEY);
        return id == null ? "none" : id;
    }
}
