package io.strait.gateway.security;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * CORS for named origins. Others get no headers, so browsers keep the answers from their pages; they are not refused, because our own page
 * names its origin too.
 */
final class CrossOrigin {
    private static final Set<HttpMethod> METHODS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);
    private static final Set<String> ASKED = Set.of(
            "authorization",
            "content-type",
            "idempotency-key",
            "if-none-match",
            "last-event-id",
            "range",
            "x-request-id");
    private static final Set<String> SHOWN = Set.of(
            "content-range", "etag", "location", "retry-after", "retry-after-ms", "x-request-id", "x-should-retry");
    private static final Duration KEPT = Duration.ofMinutes(10);

    private CrossOrigin() {}

    static Handler<RoutingContext> handler(List<String> origins) {
        Set<String> named = Set.copyOf(origins);
        CorsHandler cors = CorsHandler.create()
                .addOrigins(List.copyOf(named))
                .allowedMethods(METHODS)
                .allowedHeaders(ASKED)
                .exposedHeaders(SHOWN)
                .maxAgeSeconds(Math.toIntExact(KEPT.toSeconds()));
        return context -> {
            String origin = context.request().getHeader("origin");
            if (origin != null && named.contains(origin)) {
                context.response().putHeader("cross-origin-resource-policy", "cross-origin");
                cors.handle(context);
            } else {
                context.response().putHeader("vary", "origin");
                context.next();
            }
        };
    }
}
