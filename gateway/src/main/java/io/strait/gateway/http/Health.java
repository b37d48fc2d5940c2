package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.job.Readiness;
import io.strait.gateway.request.Json;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** GET /health/live and /health/ready. */
final class Health {
    private final Readiness readiness;
    private final OpenStreams streams;

    Health(Readiness readiness, OpenStreams streams) {
        this.streams = streams;
        this.readiness = readiness;
    }

    /** The process answers. */
    Future<Void> live(RoutingContext context) {
        return Endpoint.send(context, 200, Json.object().put("status", "ok"));
    }

    /** A job accepted now would be worked on. */
    Future<Void> ready(RoutingContext context) {
        CompletableFuture<List<String>> missing = streams.stopping()
                ? CompletableFuture.completedFuture(List.of("the gateway is stopping"))
                : readiness.reasons();
        return Endpoint.on(context, missing).compose(reasons -> {
            ObjectNode json = Json.object().put("status", reasons.isEmpty() ? "ok" : "unavailable");
            if (!reasons.isEmpty()) {
                reasons.forEach(json.putArray("reasons")::add);
            }
            return Endpoint.send(context, reasons.isEmpty() ? 200 : 503, json);
        });
    }
}
