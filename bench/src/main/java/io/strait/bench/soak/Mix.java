package io.strait.bench.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clients that ask for images of both sizes, one after the other each: most wait for the end, some cancel, some break off and never come back. */
final class Mix implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
    private static final int CANCELS_IN_10 = 2;
    private static final int LEAVES_IN_10 = 2;

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI gateway;
    private final List<String> labels;
    private final List<Thread> clients = new ArrayList<>();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong problems = new AtomicLong();
    private volatile boolean closed;

    Mix(URI gateway, List<String> labels, int count) {
        this.gateway = gateway;
        this.labels = labels;
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            clients.add(new Thread(() -> serve(random), "soak-client-" + i));
        }
        clients.forEach(Thread::start);
    }

    long completed() {
        return completed.get();
    }

    long cancelled() {
        return cancelled.get();
    }

    long left() {
        return left.get();
    }

    /** Answers that no client should get. */
    long problems() {
        return problems.get();
    }

    private void serve(Random random) {
        while (!closed) {
            try {
                one(random);
            } catch (IOException e) {
                problems.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void one(Random random) throws IOException, InterruptedException {
        String body =
                "{\"label\":\"%s\",\"size\":%d,\"previewEvery\":%d,\"steps\":{\"top\":6,\"bottom\":3,\"upsamplerTop\":2,\"upsamplerBottom\":2}}"
                        .formatted(
                                labels.get(random.nextInt(labels.size())),
                                random.nextBoolean() ? 256 : 512,
                                1 + random.nextInt(3));
        HttpResponse<String> accepted = http.send(
                HttpRequest.newBuilder(gateway.resolve("/v1/generations"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Matcher id = ID.matcher(accepted.body());
        if (accepted.statusCode() != 202 || !id.find()) {
            throw new IOException("expected 202, got " + accepted.statusCode());
        }
        URI job = gateway.resolve("/v1/generations/" + id.group(1));
        int die = random.nextInt(10);
        HttpResponse<InputStream> events = http.send(
                HttpRequest.newBuilder(URI.create(job + "/events")).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream stream = events.body()) {
            if (die < CANCELS_IN_10) {
                stream.readNBytes(random.nextInt(60_000));
                http.send(HttpRequest.newBuilder(job).DELETE().build(), HttpResponse.BodyHandlers.discarding());
                cancelled.incrementAndGet();
            } else if (die < CANCELS_IN_10 + LEAVES_IN_10) {
                stream.readNBytes(random.nextInt(60_000));
                left.incrementAndGet();
            } else {
                String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
                if (!all.contains("event: completed")) {
                    throw new IOException("expected the image, got none");
                }
                completed.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        clients.forEach(Thread::interrupt);
        for (Thread client : clients) {
            try {
                client.join(10_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
