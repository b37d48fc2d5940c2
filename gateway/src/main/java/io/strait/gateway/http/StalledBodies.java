package io.strait.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Ends requests whose body has stopped coming: 408, and the connection closes. Without this they would be held for ever. */
final class StalledBodies implements Handler<RoutingContext> {
    private final Duration patience;

    /** @param patience longest time without a byte, and at most as long again */
    StalledBodies(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean body = request.getHeader("content-length") != null || request.getHeader("transfer-encoding") != null;
        if (body && !request.isEnded()) {
            watch(context, request);
        }
        context.next();
    }

    private void watch(RoutingContext context, HttpServerRequest request) {
        long[] seen = {request.bytesRead()};
        long timer = context.vertx().setPeriodic(patience.toMillis(), tick -> {
            long now = request.bytesRead();
            if (request.isEnded() || now > seen[0]) {
                seen[0] = now;
            } else if (!context.response().ended()) {
                // Vert.x would wait with that for the end of the request.
                context.addEndHandler(sent -> request.connection().close());
                context.fail(HttpFailure.stalled(patience));
            }
        });
        context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
    }
}
