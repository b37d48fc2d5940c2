package io.strait.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.job.Cursor;
import io.strait.gateway.job.JobItem;
import io.strait.gateway.job.JobListener;
import io.strait.gateway.job.Jobs.Following;
import io.strait.gateway.request.Json;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reader of server-sent events. Belongs to one event loop. */
final class EventStream implements JobListener, OpenStreams.Stream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    private static final long NO_TIMER = -1;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final Context loop;
    private final OpenStreams streams;
    private final Duration heartbeat;
    private final PreviewGate gate;
    private final Promise<Void> opened = Promise.promise();
    private @Nullable Following following;
    private long timer = NO_TIMER;
    private Cursor cursor;
    private volatile boolean finished;

    EventStream(RoutingContext context, Cursor from, OpenStreams streams, Duration heartbeat) {
        this.cursor = from;
        this.streams = streams;
        this.loop = context.vertx().getOrCreateContext();
        this.context = context;
        this.response = context.response();
        this.heartbeat = heartbeat;
        this.gate = new PreviewGate(response);
    }

    void start(Following jobs) {
        following = jobs;
        // Not the response's own handlers, of which there is one each: others wait for the end too.
        context.addEndHandler(ended -> {
            finished = true;
            stop();
        });
        streams.add(this);
    }

    /** Completes when the stream is open, or there is nothing to stream; fails if it cannot be opened. */
    Future<Void> opened() {
        return opened.future();
    }

    @Override
    public void found() {
        // Behind the replay that is being passed on: if that holds the end already, and nothing after the cursor, this
        // is no stream.
        context.vertx().runOnContext(now -> {
            if (!finished) {
                open();
            }
        });
    }

    private void open() {
        if (opened.tryComplete()) {
            response.setChunked(true)
                    .putHeader("content-type", "text/event-stream")
                    .putHeader("cache-control", "no-store")
                    .putHeader("x-accel-buffering", "no");
            response.write(": open\n\n");
            timer = context.vertx().setPeriodic(heartbeat.toMillis(), beat -> {
                gate.beat();
                if (!response.writeQueueFull()) {
                    response.write(": heartbeat\n\n");
                } else if (gate.hopeless()) {
                    giveUp();
                }
            });
        }
    }

    @Override
    public void item(JobItem item) {
        if (finished) {
            return;
        }
        open();
        cursor = item.cursor();
        if (item instanceof JobItem.Picture picture) {
            gate.preview(this, () -> write(picture));
        } else {
            gate.event(this, () -> write(item));
        }
    }

    /** The reader does not read: it may come back with the last event it has seen. */
    private void giveUp() {
        LOG.info("events.unread: closing, the client may resume");
        finished = true;
        stop();
        response.reset();
    }

    @Override
    public boolean busy() {
        return !finished;
    }

    @Override
    public void goAway() {
        loop.runOnContext(now -> {
            if (!finished) {
                finished = true;
                if (opened.tryFail(HttpFailure.stopping())) {
                    stop();
                    return;
                }
                byte[] data = Json.bytes(Json.object()
                        .put("id", String.valueOf(context.pathParam("id")))
                        .put("at", System.currentTimeMillis()));
                response.write("id: " + cursor + "\nevent: going-away\ndata: "
                        + new String(data, StandardCharsets.UTF_8) + "\n\n");
                response.end();
                stop();
            }
        });
    }

    private void write(JobItem item) {
        EventJson event = EventJson.of(item);
        ObjectNode data = event.data();
        if (item instanceof JobItem.Picture picture) {
            data.put("image", EventJson.image(picture));
        }
        byte[] json = Json.bytes(data);
        response.write(Buffer.buffer(json.length + 100)
                .appendString(
                        "id: " + item.cursor() + "\nevent: " + event.name() + "\ndata: ", StandardCharsets.UTF_8.name())
                .appendBytes(json)
                .appendString("\n\n"));
        gate.wrote();
        if (gate.hopeless()) {
            giveUp();
        }
    }

    @Override
    public void finished() {
        if (finished) {
            return;
        }
        finished = true;
        if (opened.tryComplete()) {
            // Tells an EventSource that reconnects after the end to stop.
            response.setStatusCode(204);
        }
        response.end();
        stop();
    }

    @Override
    public void missing() {
        finished = true;
        opened.tryFail(HttpFailure.unknownJob());
        stop();
    }

    @Override
    public void broken(Throwable cause) {
        finished = true;
        if (!opened.tryFail(cause)) {
            LOG.warn("events.broken: closing, the client may resume", cause);
            response.reset();
        }
        stop();
    }

    private void stop() {
        streams.remove(this);
        if (timer != NO_TIMER) {
            context.vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
        if (following != null) {
            following.close();
        }
    }
}
