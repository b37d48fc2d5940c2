package io.strait.bench.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One image asked for over a socket, and when what was heard of it. Thread-safe. */
final class Generation {
    /**
     * An image that is done.
     *
     * @param endNanos when the client heard of it, {@link System#nanoTime}
     */
    record Done(String id, long endNanos) {}

    private static final long NONE = Long.MIN_VALUE;

    private final long sentNanos = System.nanoTime();
    private final AtomicLong firstPreviewNanos = new AtomicLong(NONE);
    private final AtomicInteger previews = new AtomicInteger();
    private final CompletableFuture<Done> done = new CompletableFuture<>();

    void hear(JsonNode message, long nanos) {
        String event = message.path("event").asText();
        switch (event) {
            case "preview" -> {
                firstPreviewNanos.compareAndSet(NONE, nanos);
                previews.incrementAndGet();
            }
            case "completed" -> done.complete(new Done(message.path("id").asText(), nanos));
            case "failed", "cancelled", "expired", "error" ->
                fail(new BenchException("generation: expected completed, got " + message));
            default -> {
                // queued, started and the like are not timed
            }
        }
    }

    void fail(Throwable cause) {
        done.completeExceptionally(cause);
    }

    CompletableFuture<Done> done() {
        return done;
    }

    long sentNanos() {
        return sentNanos;
    }

    int previews() {
        return previews.get();
    }

    /** From asking to the first preview. */
    OptionalLong firstPreviewAfterNanos() {
        long at = firstPreviewNanos.get();
        return at == NONE ? OptionalLong.empty() : OptionalLong.of(at - sentNanos);
    }
}
