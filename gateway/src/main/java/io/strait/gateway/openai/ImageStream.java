package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.PreviewGate;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.Preview;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events in the form that the API's clients decode. No {@code id:} lines, and heartbeats are comment lines without a blank
 * line after them: in the clients' decoders a blank line ends an event, even one without data, and fails on it. Belongs to one event loop.
 */
final class ImageStream {
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpServerResponse response;
    private final ImageJson json;
    private final PartialPlan plan;
    private final PreviewGate gate;
    /** Partial images taken and written, by image. */
    private final Map<ImageJob, int[]> counts = new HashMap<>();
    /** What came before the stream was open; null once it is. */
    private @Nullable List<Runnable> early = new ArrayList<>();

    private long timer = NO_TIMER;

    ImageStream(Vertx vertx, HttpServerResponse response, ImageJson json, PartialPlan plan) {
        this.vertx = vertx;
        this.response = response;
        this.json = json;
        this.plan = plan;
        this.gate = new PreviewGate(response);
    }

    /** Every job is accepted: the answer is a stream from now on. */
    void open(Duration heartbeat) {
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                .putHeader("x-accel-buffering", "no");
        comment("accepted");
        timer = vertx.setPeriodic(heartbeat.toMillis(), beat -> comment("heartbeat"));
        List<Runnable> waiting = early == null ? List.of() : early;
        early = null;
        waiting.forEach(Runnable::run);
    }

    private void comment(String text) {
        if (!response.ended() && !response.writeQueueFull()) {
            response.write(": " + text + "\n");
        }
    }

    /** Passes a preview on if it is a partial image's turn. */
    void preview(ImageJob job, Preview preview) {
        int[] count = counts.computeIfAbsent(job, first -> new int[2]);
        if (!plan.due(count[0], preview.getStage(), preview.getStep())) {
            return;
        }
        count[0]++;
        when(() -> gate.preview(job, () -> {
            ByteBuffer image = preview.getImage().duplicate();
            byte[] bytes = new byte[image.remaining()];
            image.get(bytes);
            // Counted when written: one that a slow reader never gets leaves no gap.
            write(ImageJson.PARTIAL, json.partial(job, preview, bytes, count[1]++));
        }));
    }

    void completed(ImageJob job, String url, byte[] image) {
        when(() -> gate.event(job, () -> write(ImageJson.COMPLETED, json.completed(job, url, image))));
    }

    /** Tells what went wrong, and ends. The error is nested under {@code error}: one client raises nothing else. */
    void fail(ApiError error) {
        ObjectNode event = Json.object();
        event.put("type", "error");
        event.set("error", error.toJson());
        write("error", event);
        end();
    }

    void end() {
        stop();
        response.end();
    }

    /** No heartbeats any more. */
    void stop() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    private void when(Runnable write) {
        if (early != null) {
            early.add(write);
        } else {
            write.run();
        }
    }

    private void write(String name, ObjectNode data) {
        if (response.ended() || response.closed()) {
            return;
        }
        byte[] bytes = Json.bytes(data);
        response.write(Buffer.buffer(bytes.length + 100)
                .appendString("event: " + name + "\ndata: ", StandardCharsets.UTF_8.name())
                .appendBytes(bytes)
                .appendString("\n\n"));
    }
}
