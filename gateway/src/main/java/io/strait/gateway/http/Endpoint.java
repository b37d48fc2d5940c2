package io.strait.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.request.Json;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;

/** Answers one route. Failures, thrown or in the future, go to the one error handler. */
@FunctionalInterface
public interface Endpoint {
    /** Completes when the answer has been written, or handed to the connection. */
    Future<Void> answer(RoutingContext context);

    /** This endpoint as the router calls it. */
    default Handler<RoutingContext> handler() {
        return context -> answer(context).onFailure(context::fail);
    }

    /** The stage as a future of the request's own event loop. */
    static <T> Future<T> on(RoutingContext context, CompletionStage<T> stage) {
        Vertx vertx = context.vertx();
        return Future.fromCompletionStage(stage, vertx.getOrCreateContext());
    }

    /** Sends JSON that is never stored by caches. */
    static Future<Void> send(RoutingContext context, int status, JsonNode json) {
        byte[] bytes = Json.bytes(json);
        return context.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/json")
                // Said here because HEAD is told of it too.
                .putHeader("content-length", Integer.toString(bytes.length))
                .putHeader("cache-control", "no-store")
                .end(Buffer.buffer(bytes));
    }
}
