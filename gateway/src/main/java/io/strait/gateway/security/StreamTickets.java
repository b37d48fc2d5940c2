package io.strait.gateway.security;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.request.Json;
import io.strait.gateway.security.Tickets.Ticket;
import io.strait.gateway.tenant.Caller;
import io.vertx.ext.web.Router;
import java.time.Duration;

/** POST /v1/stream-tickets: a ticket for the caller, to open streams with from a browser, which cannot set headers there. */
final class StreamTickets {
    /** To open a WebSocket, or the events of a generation. */
    static final String PURPOSE = "stream";

    private StreamTickets() {}

    static void mount(Router router, Tickets tickets, Duration validity) {
        Endpoint create = context -> {
            Ticket ticket = tickets.issue(Caller.of(context), PURPOSE, validity);
            return Endpoint.send(
                    context,
                    201,
                    Json.object()
                            .put("ticket", ticket.text())
                            .put("expiresAt", ticket.expiresAt().toEpochMilli()));
        };
        router.post("/v1/stream-tickets").handler(create.handler());
    }
}
