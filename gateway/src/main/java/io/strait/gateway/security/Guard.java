package io.strait.gateway.security;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.ProblemJson;
import io.strait.gateway.tenant.Caller;
import io.strait.gateway.tenant.TenantGate;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What every request meets before its route: headers for browsers, by which name and whose pages may ask, who asks, and whether that is too much. Everything needs
 * a credential but what is named here.
 */
public final class Guard implements Feature {
    /** What is the same for everybody and says nothing about anybody. */
    private static final Set<String> OPEN = Set.of(
            "/", "/health/live", "/health/ready", "/openapi.json", "/openapi.yaml", "/asyncapi.json", "/asyncapi.yaml");

    private static final String OPEN_FOLDER = "/page/";
    /** What browsers open without being able to set headers. */
    private static final Pattern STREAMS = Pattern.compile("/v1/stream|/v1/generations/[^/]+/events");

    /** What links lead to. */
    private static final Pattern IMAGES = Pattern.compile("/v1/generations/([^/]+)/image");

    private static final Pattern BEARER = Pattern.compile("(?i)bearer +([A-Za-z0-9._~+/=-]{1,8192})");

    private final SecurityConfig config;
    private final Bearers bearers;
    private final Tickets tickets;
    private final TenantGate gate;
    private final AuditLog audit = new AuditLog();

    /** @param bearers closed with this */
    public Guard(SecurityConfig config, Bearers bearers, TenantGate gate, Clock clock) {
        this.config = config;
        this.bearers = bearers;
        this.tickets = new Tickets(config.ticketSecret(), clock);
        this.gate = gate;
    }

    @Override
    public void mount(Router router) {
        router.route().handler(new BrowserHeaders(config.tls().isPresent()));
        if (!config.hosts().any()) {
            router.route().handler(config.hosts());
        }
        if (!config.origins().isEmpty()) {
            router.route().handler(CrossOrigin.handler(config.origins()));
        }
        router.route().handler(this::admit);
        StreamTickets.mount(router, tickets, config.ticketValidity());
    }

    private void admit(RoutingContext context) {
        String path = context.normalizedPath();
        if (OPEN.contains(path) || path.startsWith(OPEN_FOLDER)) {
            context.next();
            return;
        }
        if (!config.authenticating()) {
            enter(context, Caller.ANYBODY);
            return;
        }
        HttpServerRequest request = context.request();
        Future<Caller> caller = caller(context, path);
        if (caller.isComplete()) {
            settle(context, caller);
            return;
        }
        // Nothing reads the body yet, nor makes it a WebSocket, and what has ended unread is lost.
        request.pause();
        caller.onComplete(done -> {
            if (!context.response().closed()) {
                settle(context, caller);
                request.resume();
            }
        });
    }

    private void settle(RoutingContext context, Future<Caller> caller) {
        if (caller.succeeded()) {
            audit.use(context, caller.result());
            tickets.enter(context);
            enter(context, caller.result());
        } else {
            audit.refusal(context, ProblemJson.of(caller.cause()).status());
            context.fail(caller.cause());
        }
    }

    private void enter(RoutingContext context, Caller caller) {
        try {
            gate.open(caller, context);
        } catch (HttpFailure tooMany) {
            context.fail(tooMany);
            return;
        }
        caller.enter(context);
        context.next();
    }

    private Future<Caller> caller(RoutingContext context, String path) {
        List<String> authorization = context.request().headers().getAll("authorization");
        if (authorization.isEmpty()) {
            return ticket(context, path);
        }
        var bearer = BEARER.matcher(authorization.get(0));
        if (authorization.size() > 1 || !bearer.matches()) {
            return refused("authorization: expected Bearer and an API key or a token.");
        }
        return bearers.caller(bearer.group(1));
    }

    private Future<Caller> ticket(RoutingContext context, String path) {
        List<String> given = context.queryParam("ticket");
        Optional<String> purpose = purpose(context, path);
        if (given.size() == 1 && purpose.isPresent()) {
            return tickets.redeem(given.get(0), purpose.get())
                    .filter(bearers::holds)
                    .map(Future::succeededFuture)
                    .orElseGet(() -> refused("ticket: expected one that was issued a moment ago."));
        }
        return refused("No credential: expected the header authorization with Bearer and an API key"
                + (config.jwt().isPresent() ? " or a token." : "."));
    }

    /** What a ticket would have to be for; empty if none will do. */
    private static Optional<String> purpose(RoutingContext context, String path) {
        if (!context.request().method().equals(HttpMethod.GET)) {
            return Optional.empty();
        }
        if (STREAMS.matcher(path).matches()) {
            return Optional.of(StreamTickets.PURPOSE);
        }
        var image = IMAGES.matcher(path);
        return image.matches() ? Optional.of(Tickets.IMAGE + image.group(1)) : Optional.empty();
    }

    private static Future<Caller> refused(String detail) {
        return Future.failedFuture(HttpFailure.unauthenticated(detail));
    }

    @Override
    public void close() {
        bearers.close();
    }
}
