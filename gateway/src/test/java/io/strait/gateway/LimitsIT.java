package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tenants held to their limits, over a real broker. */
@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitsIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String LIMITS = "{\"tenants\":{\"rate\":{\"requestsPerMinute\":4},"
            + "\"shared\":{\"requestsPerMinute\":%d},\"open\":{\"concurrent\":1},\"queue\":{\"queued\":2},\"day\":{\"daily\":2}}}";

    private final Stack stack;
    private final Path folder;
    private final Guarded gateway;

    LimitsIT(Stack stack, @TempDir Path folder) throws IOException {
        this.stack = stack;
        this.folder = folder;
        limit(1_000);
        this.gateway = guarded();
    }

    private Path file() {
        return folder.resolve("limits.json");
    }

    private void limit(int shared) throws IOException {
        Files.writeString(file(), LIMITS.formatted(shared));
    }

    private Guarded guarded() throws IOException {
        return new Guarded(stack, folder, Map.of("STRAIT_GATEWAY_LIMITS", file().toString()));
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    /** A client of a tenant that has no key yet. */
    private Client client(String tenant) throws IOException {
        Client client = gateway.with(gateway.create(tenant));
        await().atMost(PATIENCE).until(() -> client.get("/v1/labels").statusCode() != 401);
        return client;
    }

    private static void assertTooMany(HttpResponse<?> response, long atMostMillis) {
        assertThat(response.statusCode()).isEqualTo(429);
        long millis = response.headers().firstValueAsLong("retry-after-ms").orElseThrow();
        assertThat(millis).isBetween(1L, atMostMillis);
        assertThat(response.headers().firstValueAsLong("retry-after").orElseThrow())
                .isEqualTo((millis + 999) / 1_000);
        assertThat(response.headers().firstValue("x-should-retry").isPresent()).isEqualTo(millis > 60_000);
    }

    @Test
    void holdsARateInTheFormOfEachApi() throws Exception {
        Client client = client("rate");
        await().atMost(PATIENCE).until(() -> client.get("/v1/labels").statusCode() == 429);
        HttpResponse<String> problem = client.post(CAT);
        assertTooMany(problem, 15_000);
        JsonNode body = Client.json(problem.body());
        assertThat(body.get("detail").textValue()).contains("requestsPerMinute: expected at most 4");
        assertThat(body.get("retryAfterMillis").longValue()).isPositive();

        HttpResponse<String> error = client.send(client.request("/v1/images/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"cat\"}")));
        assertTooMany(error, 15_000);
        assertThat(Client.json(error.body()).at("/error/code").textValue()).isEqualTo("rate_limit_exceeded");
        assertThat(client("somebody").get("/v1/labels").statusCode()).isEqualTo(200);
    }

    @Test
    void countsAStreamUntilItsClientHasGone() throws Exception {
        Client client = client("open");
        String id = client.generate(CAT);
        HttpResponse<Stream<String>> events = Client.http()
                .send(client.request("/v1/generations/" + id + "/events").build(), BodyHandlers.ofLines());
        assertTooMany(client.get("/v1/labels"), 1_000);
        events.body().close();
        await().atMost(PATIENCE).until(() -> client.get("/v1/labels").statusCode() == 200);

        String key = client.request("/")
                .build()
                .headers()
                .firstValue("authorization")
                .orElseThrow()
                .substring(7);
        WebSocket socket = gateway.socket("/v1/stream", key, "", new Messages());
        assertTooMany(client.get("/v1/labels"), 1_000);
        assertTooMany(client.get("/v1/labels"), 1_000);
        socket.abort();
        await().atMost(PATIENCE).until(() -> client.get("/v1/labels").statusCode() == 200);
        assertThat(client.get("/v1/labels").statusCode()).isEqualTo(200);
    }

    @Test
    void countsJobsThatHaveNotEndedOverAllGateways() throws Exception {
        try (Guarded second = guarded()) {
            String key = gateway.create("queue");
            Client here = gateway.with(key);
            Client there = second.with(key);
            for (Client client : new Client[] {here, there}) {
                await().atMost(PATIENCE).until(() -> client.get("/v1/labels").statusCode() == 200);
            }
            List<String> accepted = new ArrayList<>(fill(here));
            accepted.addAll(fill(there));
            assertThat(accepted).hasSizeBetween(2, 4);
            HttpResponse<String> full = here.post(CAT);
            assertTooMany(full, 2_000);
            assertThat(full.body()).contains("queued: expected at most 2");
            Messages messages = new Messages();
            WebSocket socket = gateway.socket("/v1/stream", key, "", messages);
            socket.sendText("{\"type\":\"generate\",\"ref\":\"a\",\"request\":" + CAT + "}", true)
                    .join();
            JsonNode error = messages.next();
            assertThat(error.get("status").intValue()).isEqualTo(429);
            assertThat(error.get("retryAfterMillis").longValue()).isPositive();
            socket.abort();

            accepted.forEach(id -> stack.worker().completed(id, new byte[] {1}));
            await().atMost(PATIENCE).until(() -> there.post(CAT).statusCode() == 202);
        }
    }

    /** Jobs that were let in before one was not. */
    private static List<String> fill(Client client) throws IOException, InterruptedException {
        List<String> accepted = new ArrayList<>();
        HttpResponse<String> answer = client.post(CAT);
        while (answer.statusCode() == 202) {
            accepted.add(Client.json(answer.body()).get("id").textValue());
            answer = client.post(CAT);
        }
        return accepted;
    }

    @Test
    void countsJobsOfTheDayWhateverBecameOfThem() throws Exception {
        Client client = client("day");
        for (int i = 0; i < 2; i++) {
            client.delete("/v1/generations/" + client.generate(CAT));
        }
        HttpResponse<String> full = client.post(CAT);
        assertTooMany(full, Duration.ofDays(1).toMillis());
        assertThat(full.body()).contains("daily: expected at most 2");
        // A gateway that starts now finds them in the log.
        try (Guarded second = guarded()) {
            String key = client.request("/")
                    .build()
                    .headers()
                    .firstValue("authorization")
                    .orElseThrow()
                    .substring(7);
            await().atMost(PATIENCE)
                    .until(() -> second.with(key).get("/v1/labels").statusCode() == 200);
            await().atMost(PATIENCE).until(() -> second.with(key).post(CAT).statusCode() == 429);
        }
    }

    @Test
    void dividesARateByTheGatewaysThatLiveAndFollowsTheFile() throws Exception {
        Client client = client("shared");
        limit(8);
        await().atMost(PATIENCE).until(() -> client.get("/v1/labels").statusCode() == 429);
        assertThat(client.get("/v1/labels").body()).contains("expected at most 8 requests a minute");
        try (Guarded second = guarded()) {
            assertThat(second.stranger().get("/health/live").statusCode()).isEqualTo(200);
            await().atMost(PATIENCE)
                    .until(() -> client.get("/v1/labels").body().contains("expected at most 4 requests a minute"));
        }
        await().atMost(PATIENCE)
                .until(() -> client.get("/v1/labels").body().contains("expected at most 8 requests a minute"));
    }
}
