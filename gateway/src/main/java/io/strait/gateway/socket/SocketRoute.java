package io.strait.gateway.socket;

import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.OpenStreams;
import io.strait.gateway.http.Origins;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.tenant.Caller;
import io.strait.gateway.tenant.TenantGate;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GET /v1/stream: opens a WebSocket. */
public final class SocketRoute implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketRoute.class);

    private final Submissions submissions;
    private final Duration heartbeat;
    private final Origins origins;
    private final GatewayMetrics metrics;
    private final OpenStreams streams;

    /**
     * Of one gateway.
     *
     * @param heartbeat time between pings
     * @param origins whose pages may open one: browsers let any page try
     */
    public SocketRoute(
            Submissions submissions, Duration heartbeat, Origins origins, GatewayMetrics metrics, OpenStreams streams) {
        this.streams = streams;
        this.metrics = metrics;
        this.submissions = submissions;
        this.heartbeat = heartbeat;
        this.origins = origins;
    }

    @Override
    public void handle(RoutingContext context) {
        if (!context.request().canUpgradeToWebSocket()) {
            context.fail(HttpFailure.notWebSocket());
            return;
        }
        if (!origins.allow(context.request())) {
            context.fail(HttpFailure.otherOrigin());
            return;
        }
        if (streams.stopping()) {
            context.fail(HttpFailure.stopping());
            return;
        }
        Caller caller = Caller.of(context);
        Runnable leave = TenantGate.leave(context);
        context.request()
                .toWebSocket()
                .onSuccess(socket -> {
                    Runnable uncount = metrics.opened(GatewayMetrics.Stream.SOCKET);
                    new SocketSession(context.vertx(), socket, submissions, caller, streams).open(heartbeat, () -> {
                        uncount.run();
                        leave.run();
                    });
                })
                .onFailure(failure -> {
                    leave.run();
                    LOG.debug("socket.refused", failure);
                });
    }
}
