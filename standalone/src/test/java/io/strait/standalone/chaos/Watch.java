package io.strait.standalone.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A client that follows one job to its end, and takes its stream up again from its cursor however often it breaks. */
final class Watch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> TERMINAL = Set.of("completed", "failed", "cancelled", "expired");
    private static final List<String> STAGES = List.of("top", "bottom", "upsampler");
    private static final Executor LATER = CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);

    private final HttpClient http;
    private final Supplier<URI> gateway;
    private final String id;
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final List<String> problems = new ArrayList<>();
    private String cursor = "";
    private String event = "";
    private String stage = "";
    private int furthest = -1;
    private int previews;
    private int resumes;
    private boolean closed;

    Watch(HttpClient http, Supplier<URI> gateway, String id) {
        this.http = http;
        this.gateway = gateway;
        this.id = id;
    }

    String id() {
        return id;
    }

    /** Name of the terminal event. */
    CompletableFuture<String> end() {
        return end;
    }

    /** What the client should never have seen. */
    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    /** Stage that started last; empty before the first. */
    synchronized String stage() {
        return stage;
    }

    synchronized int previews() {
        return previews;
    }

    synchronized int resumes() {
        return resumes;
    }

    /** Breaks off and does not come back. */
    synchronized void close() {
        closed = true;
    }

    synchronized void open() {
        if (end.isDone() || closed) {
            return;
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(gateway.get().resolve("/v1/generations/" + id + "/events"));
        if (!cursor.isEmpty()) {
            request.header("last-event-id", cursor);
        }
        CompletableFuture<?> unused = http.sendAsync(
                        request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(new Lines()))
                .handle((answer, failure) -> {
                    // 204: nothing follows the cursor. The end was seen then, or else this is a fault.
                    if (answer != null && answer.statusCode() == 204 && !end.isDone()) {
                        problem("204 before the end was seen");
                        end.complete("lost");
                    }
                    synchronized (this) {
                        resumes++;
                    }
                    CompletionStage<Void> unusedAgain = CompletableFuture.runAsync(this::open, LATER);
                    return null;
                });
    }

    private synchronized void problem(String what) {
        problems.add(id + ": " + what);
    }

    private synchronized void line(String line) {
        if (line.startsWith("id: ")) {
            cursor = line.substring(4);
        } else if (line.startsWith("event: ")) {
            event = line.substring(7);
        } else if (line.startsWith("data: ")) {
            try {
                heard(event, JSON.readTree(line.substring(6)));
            } catch (JsonProcessingException e) {
                problem("data that is no JSON: " + line);
            }
        }
    }

    private void heard(String name, JsonNode data) {
        if (end.isDone()) {
            problem(name + " after the end");
        }
        if (name.equals("started")) {
            stage = data.path("stage").asText();
        } else if (name.equals("preview")) {
            int at = STAGES.indexOf(data.path("stage").asText()) * 1_000
                    + data.path("step").asInt();
            if (at <= furthest) {
                problem("preview " + at + " after " + furthest);
            }
            furthest = at;
            previews++;
        } else if (TERMINAL.contains(name)) {
            end.complete(name);
        }
    }

    private final class Lines implements Flow.Subscriber<String> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            line(line);
        }

        @Override
        public void onError(Throwable failure) {
            // Taken up again when the answer's future has ended.
        }

        @Override
        public void onComplete() {
            // As above.
        }
    }
}
