package io.strait.gateway.socket;

import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.OpenStreams;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.tenant.Caller;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GET /v1/stream: opens a WebSocket. */
public final class SocketRoute implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketRoute.class);

    private final Submissions submissions;
    private final Duration heartbeat;
    private final GatewayMetrics metrics;
    private final OpenStreams streams;

    /** @param heartbeat time between pings */
    public SocketRoute(Submissions submissions, Duration heartbeat, GatewayMetrics metrics, OpenStreams streams) {
        this.streams = streams;
        this.metrics = metrics;
        this.submissions = submissions;
        this.heartbeat = heartbeat;
    }

    @Override
    public void handle(RoutingContext context) {
        if (!context.request().canUpgradeToWebSocket()) {
            context.fail(HttpFailure.notWebSocket());
            return;
        }
        if (!sameOrigin(context.request().getHeader("origin"), context.request().getHeader("host"))) {
            context.fail(HttpFailure.otherOrigin());
            return;
        }
        if (streams.stopping()) {
            context.fail(HttpFailure.stopping());
            return;
        }
        Caller caller = Caller.of(context);
        context.request()
                .toWebSocket()
                .onSuccess(socket -> new SocketSession(context.vertx(), socket, submissions, caller, streams)
                        .open(heartbeat, metrics.opened(GatewayMetrics.Stream.SOCKET)))
                .onFailure(failure -> LOG.debug("socket.refused", failure));
    }

    /** Browsers let any page open a WebSocket to any host, and say which page it was: only our own may. Others send no origin. */
    private static boolean sameOrigin(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
