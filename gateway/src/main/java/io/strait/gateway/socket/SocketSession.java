package io.strait.gateway.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.CreateGeneration;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.Ids;
import io.strait.gateway.http.OpenStreams;
import io.strait.gateway.http.PreviewGate;
import io.strait.gateway.http.ProblemJson;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.idempotency.Idempotency;
import io.strait.gateway.idempotency.IdempotencyKey;
import io.strait.gateway.job.Cursor;
import io.strait.gateway.request.ClientMessage;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobStatus;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection and the jobs it follows. Belongs to the connection's event loop. */
final class SocketSession implements MessageFrames.Receiver, OpenStreams.Stream {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);
    private static final int MOST_STREAMS = 1_000;
    /** A client need not say anything for so many heartbeats. */
    private static final int MOST_SILENT_BEATS = 3;

    private final Vertx vertx;
    private final Context loop;
    private final ServerWebSocket socket;
    private final Submissions submissions;
    private final Caller caller;
    private final PreviewGate gate;
    private final Map<String, SocketStream> streams = new HashMap<>();
    private final OpenStreams open;
    private final AtomicInteger busy = new AtomicInteger();
    private int silentBeats;
    private int opening;
    private boolean closed;

    SocketSession(Vertx vertx, ServerWebSocket socket, Submissions submissions, Caller caller, OpenStreams open) {
        this.open = open;
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.socket = socket;
        this.submissions = submissions;
        this.caller = caller;
        this.gate = new PreviewGate(socket);
    }

    /** @param ended run when the connection is gone */
    void open(Duration heartbeat, Runnable ended) {
        long timer = vertx.setPeriodic(heartbeat.toMillis(), beat -> beat());
        open.add(this);
        socket.pongHandler(pong -> silentBeats = 0);
        socket.frameHandler(new MessageFrames(SocketLimits.MOST_READ_BYTES, this));
        SocketLimits.closeOnUnreadable(socket, failure -> fail(null, failure));
        socket.closeHandler(gone -> {
            ended.run();
            vertx.cancelTimer(timer);
            leave();
        });
    }

    private void beat() {
        gate.beat();
        if (gate.hopeless()) {
            close(SocketLimits.TOO_SLOW, "expected the client to read");
        } else if (++silentBeats > MOST_SILENT_BEATS) {
            close(SocketLimits.NO_PONG, "expected a pong");
        } else {
            socket.writePing(Buffer.buffer());
        }
    }

    /** Ends the connection; one whose client does not answer is cut some seconds later. */
    private void close(short code, String reason) {
        if (!closed) {
            LOG.info("socket.closing code={} reason={}", code, reason);
            leave();
            socket.close(code, reason);
        }
    }

    private void leave() {
        closed = true;
        open.remove(this);
        List.copyOf(streams.values()).forEach(SocketStream::close);
    }

    @Override
    public boolean busy() {
        return busy.get() > 0;
    }

    @Override
    public void goAway() {
        loop.runOnContext(now -> {
            if (!closed) {
                List.copyOf(streams.values()).forEach(SocketStream::goAway);
                close(SocketLimits.SERVICE_RESTART, "the gateway is stopping");
            }
        });
    }

    @Override
    public void binary() {
        fail(null, new InvalidRequestException("", "a text frame with one JSON object", "a binary frame"));
    }

    @Override
    public void tooLong() {
        SocketLimits.closeOnTooLong(vertx, socket, failure -> fail(null, failure));
    }

    @Override
    public void notUtf8() {
        socket.close(SocketLimits.NOT_UTF_8);
    }

    @Override
    public void text(byte[] utf8) {
        silentBeats = 0;
        String ref = null;
        try {
            ObjectNode message = Json.readObject(SocketLimits.check(utf8));
            ref = ClientMessage.ref(message);
            submissions.message(caller);
            ClientMessage read = ClientMessage.read(message);
            if (read instanceof ClientMessage.Generate generate) {
                generate(ref, generate);
            } else if (read instanceof ClientMessage.Subscribe subscribe) {
                subscribe(ref, subscribe);
            } else if (read instanceof ClientMessage.Cancel cancel) {
                cancel(ref, Ids.id(cancel.id()));
            } else if (read instanceof ClientMessage.Unsubscribe unsubscribe) {
                SocketStream stream = streams.get(Ids.id(unsubscribe.id()).toString());
                if (stream != null) {
                    stream.close();
                }
            }
        } catch (RuntimeException e) {
            fail(ref, e);
        }
    }

    private void generate(@Nullable String ref, ClientMessage.Generate message) {
        GenerationRequest request = submissions.check(message.request());
        Optional<IdempotencyKey> key = Optional.ofNullable(message.idempotencyKey())
                .map(text -> IdempotencyKey.of(
                        ClientMessage.IDEMPOTENCY_KEY, text, CreateGeneration.PATH, message.request()));
        submissions.admit();
        admit();
        opening++;
        CompletionStage<Void> submitted = key.map(given ->
                        submissions.claim(given, request, caller).thenComposeAsync(held -> once(ref, held), executor()))
                .orElseGet(() -> submissions
                        .jobs()
                        .newId()
                        .thenComposeAsync(id -> follow(ref, submissions.spec(id, request, caller)), executor()));
        on(submitted).onFailure(failure -> fail(ref, failure)).onComplete(done -> opening--);
    }

    /** The job of the first request with a key, this one or another, here or elsewhere: told and followed all the same. */
    private CompletionStage<Void> once(@Nullable String ref, Idempotency.Held held) {
        if (held.first()) {
            return submissions
                    .idempotency()
                    .submit(held, (id, spec) -> follow(ref, spec))
                    .thenAccept(specs -> {});
        }
        return submissions
                .idempotency()
                .submit(held, (id, spec) -> submissions.submit(id, spec, caller))
                .thenAcceptAsync(
                        specs -> {
                            JobSpec spec = specs.get(0);
                            sendText(ref, "accepted", submissions.accepted(spec));
                            JobId id = JobId.parse(spec.getJobId());
                            subscribe(ref, id, Cursor.start(id.partition()));
                        },
                        executor());
    }

    /** Hands a new job in, followed from before its first event. To be called on the event loop. */
    private CompletableFuture<Void> follow(@Nullable String ref, JobSpec spec) {
        JobId id = JobId.parse(spec.getJobId());
        SocketStream stream = new SocketStream(this, id.toString(), ref, Cursor.start(id.partition()), true);
        return submissions
                .jobs()
                .followNew(id, executor(), stream)
                .thenComposeAsync(
                        following -> {
                            stream.follow(following);
                            return submissions.submit(id, spec, caller);
                        },
                        executor())
                .whenCompleteAsync(
                        (acked, failure) -> {
                            if (failure == null) {
                                sendText(ref, "accepted", submissions.accepted(spec));
                                stream.accepted();
                            } else {
                                stream.refused();
                            }
                        },
                        executor());
    }

    private void subscribe(@Nullable String ref, ClientMessage.Subscribe message) {
        JobId id = Ids.id(message.id());
        subscribe(ref, id, Ids.cursor(id, "cursor", message.cursor()));
    }

    private void subscribe(@Nullable String ref, JobId id, Cursor from) {
        SocketStream same = streams.get(id.toString());
        if (same != null) {
            same.close();
        }
        admit();
        SocketStream stream = new SocketStream(this, id.toString(), ref, from, false);
        stream.follow(submissions.jobs().follow(caller, id, from, executor(), stream));
    }

    private void cancel(@Nullable String ref, JobId id) {
        on(submissions.jobs().cancel(caller, id, "client"))
                .map(found -> found.orElseThrow(HttpFailure::unknownJob).view().status())
                .onSuccess(status -> {
                    if (status == JobStatus.CANCELLED) {
                        sendText(
                                ref,
                                "cancel-result",
                                Json.object().put("id", id.toString()).put("status", "cancelled"));
                    } else {
                        fail(ref, HttpFailure.ended(status.name().toLowerCase(Locale.ROOT)));
                    }
                })
                .onFailure(failure -> fail(ref, failure));
    }

    private void admit() {
        if (streams.size() + opening >= MOST_STREAMS) {
            throw HttpFailure.tooManyStreams(MOST_STREAMS);
        }
    }

    /** Registers a stream, unless the connection has gone. */
    boolean add(SocketStream stream) {
        if (!closed) {
            streams.put(stream.id(), stream);
            busy.set(streams.size());
        }
        return !closed;
    }

    void remove(SocketStream stream) {
        gate.forget(stream);
        streams.remove(stream.id(), stream);
        busy.set(streams.size());
    }

    PreviewGate gate() {
        return gate;
    }

    /** Sends an error; the connection stays. */
    void fail(@Nullable String ref, Throwable failure) {
        ProblemJson problem = ProblemJson.of(failure);
        if (problem.status() == 500) {
            LOG.error("socket.failed ref={}", ref, failure);
        }
        sendText(ref, "error", problem.toJson());
    }

    /** Sends a text frame: the members given, led by the event's name and the ref. */
    void sendText(@Nullable String ref, String event, ObjectNode members) {
        if (!closed) {
            socket.writeTextMessage(new String(Json.bytes(head(ref, event, members)), StandardCharsets.UTF_8));
            gate.wrote();
            if (gate.hopeless()) {
                close(SocketLimits.TOO_SLOW, "expected the client to read");
            }
        }
    }

    /** Sends a binary frame: length of the header, the header, the image. */
    void sendBinary(@Nullable String ref, String event, ObjectNode members, byte[] image) {
        if (!closed) {
            byte[] header = Json.bytes(head(ref, event, members));
            socket.writeBinaryMessage(Buffer.buffer(Integer.BYTES + header.length + image.length)
                    .appendInt(header.length)
                    .appendBytes(header)
                    .appendBytes(image));
        }
    }

    private static ObjectNode head(@Nullable String ref, String event, ObjectNode members) {
        ObjectNode json = Json.object().put("event", event);
        if (ref != null) {
            json.put("ref", ref);
        }
        return json.setAll(members);
    }

    private Executor executor() {
        return task -> loop.runOnContext(now -> task.run());
    }

    private <T> Future<T> on(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, loop);
    }
}
