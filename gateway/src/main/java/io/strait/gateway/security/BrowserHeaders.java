package io.strait.gateway.security;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * What browsers are told with every answer: to run nothing of it, to show it in no frame, to hand it to no page of others. The page's files
 * are told otherwise by their own route.
 *
 * @param tls whether to come back over TLS only
 */
record BrowserHeaders(boolean tls) implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        MultiMap headers = context.response().headers();
        headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("x-frame-options", "DENY");
        headers.set("referrer-policy", "no-referrer");
        headers.set("cross-origin-resource-policy", "same-origin");
        if (tls) {
            headers.set("strict-transport-security", "max-age=31536000");
        }
        context.next();
    }
}
