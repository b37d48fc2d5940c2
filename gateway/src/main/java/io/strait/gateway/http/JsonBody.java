package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bodies that are one JSON object. */
public final class JsonBody {
    private static final int TOO_LONG = 413;
    private static final String READING = JsonBody.class.getName();

    private JsonBody() {}

    /**
     * Adds a route for bodies that {@link #read} is for. Others are refused before they are read: the router's reader takes forms apart, and
     * fails on what looks like one and is none.
     *
     * @param mostBytes longest body
     */
    public static void post(
            Router router, String path, int mostBytes, Endpoint endpoint, Handler<RoutingContext> errors) {
        router.post(path)
                .handler(context -> {
                    check(context);
                    context.put(READING, true);
                    context.next();
                })
                .failureHandler(errors);
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(mostBytes))
                .handler(context -> {
                    context.remove(READING);
                    context.next();
                })
                .handler(endpoint.handler())
                .failureHandler(errors);
    }

    /** As {@link #post(Router, String, int, Endpoint, Handler)}, with failures as problem details. */
    public static void post(Router router, String path, int mostBytes, Endpoint endpoint) {
        post(router, path, mostBytes, endpoint, new ErrorAnswer());
    }

    /** Whether what failed is the reading of the body, for no reason that we have a word for; whatever the exception, it is the client's. */
    public static boolean unreadable(RoutingContext context) {
        return context.get(READING) != null
                && context.statusCode() != TOO_LONG
                && !(context.failure() instanceof HttpFailure);
    }

    private static void check(RoutingContext context) {
        if (!is("application/json", context.request().getHeader("content-type"))) {
            throw new HttpFailure(415, "content-type: expected application/json.");
        }
    }

    /**
     * Reads the body. Another content type is refused: pages of other origins may send text without asking.
     *
     * @throws HttpFailure 415 if it does not say that it is JSON
     * @throws InvalidRequestException if it is not one object
     */
    public static ObjectNode read(RoutingContext context) {
        check(context);
        Buffer body = context.body().buffer();
        return Json.readObject(body == null ? new byte[0] : body.getBytes());
    }

    /** Whether a content-type header names this media type. */
    public static boolean is(String mediaType, @Nullable String header) {
        return header != null
                && header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(mediaType);
    }
}
