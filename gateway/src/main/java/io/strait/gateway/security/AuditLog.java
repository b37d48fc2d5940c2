package io.strait.gateway.security;

import io.strait.gateway.tenant.Caller;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each use of a credential, and for each refusal: who, on what route, with what outcome. Never a key, a token or a ticket. Refusals are
 * counted rather than written when somebody makes more than a few a second. Belongs to many event loops.
 */
final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.strait.audit");
    private static final int LONGEST_PATH = 100;
    private static final int REFUSALS_A_SECOND = 20;

    private long second;
    private int refusals;
    private long unwritten;

    /** To be written when the answer is: the outcome is its status. */
    void use(RoutingContext context, Caller caller) {
        context.addEndHandler(ended -> LOG.info(
                "used credential={} tenant={} method={} route={} status={} requestId={}",
                caller.credential(),
                caller.tenant(),
                context.request().method(),
                route(context),
                context.response().getStatusCode(),
                requestId(context)));
    }

    /** @param status of the answer */
    void refusal(RoutingContext context, int status) {
        long unwrittenBefore = admit(System.nanoTime() / 1_000_000_000L);
        if (unwrittenBefore < 0) {
            return;
        }
        var remote = context.request().remoteAddress();
        LOG.warn(
                "refused from={} method={} path={} status={} requestId={} unwrittenBefore={}",
                remote == null ? "unknown" : remote.hostAddress(),
                context.request().method(),
                path(context),
                status,
                requestId(context),
                unwrittenBefore);
    }

    /** How many were not written before this one; negative if this one is not written either. */
    private synchronized long admit(long now) {
        if (now != second) {
            second = now;
            refusals = 0;
        }
        if (++refusals > REFUSALS_A_SECOND) {
            unwritten++;
            return -1;
        }
        long before = unwritten;
        unwritten = 0;
        return before;
    }

    /** The pattern, where there is one: ids are many, and a query may hold a ticket. */
    private static String route(RoutingContext context) {
        var route = context.currentRoute();
        return route == null || route.getPath() == null ? path(context) : route.getPath();
    }

    private static String path(RoutingContext context) {
        String path = context.normalizedPath().replaceAll("[^\\x21-\\x7e]", "?");
        return path.substring(0, Math.min(path.length(), LONGEST_PATH));
    }

    private static String requestId(RoutingContext context) {
        return String.valueOf(context.response().headers().get("x-request-id"));
    }
}
