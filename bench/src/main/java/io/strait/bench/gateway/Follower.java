package io.strait.bench.gateway;

import io.strait.bench.pipeline.BenchException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection that hands in one job and gets its previews. Belongs to the loop's thread; its counts may be read once it rests. */
final class Follower extends SocketLink {
    private static final String ID = "\"id\":\"";
    private static final int ID_LENGTH = 36;
    private static final String GENERATE =
            "{\"type\":\"generate\",\"ref\":\"b\",\"request\":{\"label\":\"noto/cat-face\",\"seed\":1}}";

    private final Latencies latencies;
    private final CompletableFuture<String> accepted = new CompletableFuture<>();
    private final AtomicInteger received = new AtomicInteger();
    private volatile int lastNumber;
    private @Nullable Throwable gone;

    /** @param latencies from the moment at which a preview was due to its arrival */
    Follower(Latencies latencies) {
        super("/v1/stream");
        this.latencies = latencies;
        var unused = open().whenComplete((there, failure) -> {
            if (failure == null) {
                sendText(GENERATE);
            } else {
                accepted.completeExceptionally(failure);
            }
        });
    }

    /** Id of the job. */
    CompletableFuture<String> accepted() {
        return accepted;
    }

    /** Previews that came. */
    int received() {
        return received.get();
    }

    /** Number in its job of the last preview that came, from 1. */
    int lastNumber() {
        return lastNumber;
    }

    /** Why the connection has gone; null while it is there. */
    @Nullable
    Throwable gone() {
        return gone;
    }

    @Override
    void text(String text) {
        if (!accepted.isDone()) {
            int at = text.indexOf(ID);
            if (text.contains("\"accepted\"") && at >= 0) {
                accepted.complete(text.substring(at + ID.length(), at + ID.length() + ID_LENGTH));
            } else {
                accepted.completeExceptionally(new BenchException("socket: expected accepted, got " + text));
            }
        }
    }

    @Override
    void binary(ByteBuffer payload, long payloadBytes) {
        int header = payload.getInt();
        payload.position(Integer.BYTES + header);
        latencies.add(System.nanoTime() - payload.getLong());
        lastNumber = payload.getInt();
        received.incrementAndGet();
    }

    @Override
    void closed(Throwable cause) {
        super.closed(cause);
        gone = cause;
    }
}
