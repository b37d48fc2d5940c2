package io.strait.gateway.http;

import io.strait.gateway.job.Cursor;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.job.JobId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** GET /v1/generations/{id}/events: server-sent events from the cursor on, until the terminal one. */
final class StreamEvents implements Endpoint {
    private final Jobs jobs;
    private final OpenStreams streams;
    private final Duration heartbeat;

    StreamEvents(Jobs jobs, OpenStreams streams, Duration heartbeat) {
        this.streams = streams;
        this.jobs = jobs;
        this.heartbeat = heartbeat;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        streams.admit();
        JobId id = Ids.id(context.pathParam("id"));
        String last = context.request().getHeader("last-event-id");
        Cursor from = last != null
                ? Ids.cursor(id, "Last-Event-ID", last)
                : Ids.cursor(id, "cursor", context.request().getParam("cursor"));
        Context loop = context.vertx().getOrCreateContext();
        EventStream stream = new EventStream(context, from, streams, heartbeat);
        stream.start(jobs.follow(Caller.of(context), id, from, task -> loop.runOnContext(now -> task.run()), stream));
        return stream.opened();
    }
}
