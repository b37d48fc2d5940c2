package io.strait.bench.scale;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps so many jobs under way at a gateway: one more for each that has completed. Thread-safe. */
final class Demand {
    private static final long AGAIN_MILLIS = 200;

    private final HttpClient http;
    private final URI generations;
    private final AtomicInteger wanted = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong seed = new AtomicLong();

    Demand(HttpClient http, URI gateway) {
        this.http = http;
        this.generations = gateway.resolve("/v1/generations");
    }

    void keep(int jobs) {
        wanted.set(jobs);
        fill();
    }

    void completed() {
        underWay.decrementAndGet();
        fill();
    }

    private void fill() {
        while (true) {
            int now = underWay.get();
            if (now >= wanted.get()) {
                return;
            }
            if (underWay.compareAndSet(now, now + 1)) {
                submit();
            }
        }
    }

    private void submit() {
        HttpRequest request = HttpRequest.newBuilder(generations)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"label\":\"%s\",\"seed\":%d,\"size\":64,\"previewEvery\":0}"
                                .formatted(ScaleBundle.LABEL, seed.incrementAndGet())))
                .build();
        CompletableFuture<Void> unused = http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> {
                    if (failure != null || answer.statusCode() != 202) {
                        underWay.decrementAndGet();
                        CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                                .execute(this::fill);
                    }
                    return null;
                });
    }
}
