package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One request sent twice, at two gateways of one broker. */
@ExtendWith(SharedStack.class)
final class IdempotencyIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\"}";

    private static final String GENERATE =
            "{\"type\":\"generate\",\"ref\":\"%s\",\"idempotencyKey\":\"%s\",\"request\":%s}";

    private final Stack stack;
    private final Gateway second;
    private final List<Client> clients;

    IdempotencyIT(Stack stack) {
        this.stack = stack;
        this.second = stack.gateway();
        this.clients = List.of(stack.client(), new Client(second));
    }

    @AfterEach
    void close() {
        Stack.await(second.close());
    }

    private static HttpRequest.Builder with(String key, HttpRequest.Builder request) {
        return request.header("Idempotency-Key", key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    @Test
    void twinsAtTwoGatewaysAreOneJob() throws Exception {
        Set<String> known = new HashSet<>(stack.queued());
        for (int round = 0; round < 5; round++) {
            String key = key();
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Client client = clients.get(i % 2);
                answers.add(client.sending(with(key, client.generation(CAT))));
            }
            Set<String> bodies = new HashSet<>();
            for (var answer : answers) {
                HttpResponse<String> response = answer.get(30, TimeUnit.SECONDS);
                assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
                // How long it may take is each gateway's own estimate; all else is the job's.
                ObjectNode body = (ObjectNode) Client.json(response.body());
                body.remove("estimatedWaitMillis");
                bodies.add(body.toString());
            }
            assertThat(bodies).as("seed and all").hasSize(1);
        }
        assertThat(stack.queued().stream().filter(id -> !known.contains(id)))
                .as("jobs handed in")
                .hasSize(5)
                .doesNotHaveDuplicates();
    }

    /** Who comes first, and over what, is up to them; all of them see the one job, and follow it to its end. */
    @Test
    void twinsOverWebSocketsAndHttpAtTwoGatewaysAreOneJob() throws Exception {
        Set<String> known = new HashSet<>(stack.queued());
        String key = key();
        List<Messages> told = new ArrayList<>();
        List<WebSocket> sockets = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Client client = clients.get(i % 2);
            Messages messages = new Messages();
            told.add(messages);
            sockets.add(open(client, messages));
            sockets.get(i).sendText(GENERATE.formatted(i, key, CAT), true).join();
            answers.add(client.sending(with(key, client.generation(CAT))));
        }
        Set<String> ids = new HashSet<>();
        for (var answer : answers) {
            ids.add(Client.json(answer.get(30, TimeUnit.SECONDS).body())
                    .get("id")
                    .textValue());
        }
        assertThat(ids).hasSize(1);
        String id = ids.iterator().next();
        stack.worker().completed(id, new byte[] {1});
        for (int i = 0; i < told.size(); i++) {
            String ref = Integer.toString(i);
            assertThat(told.get(i).until("completed"))
                    .allSatisfy(message -> {
                        assertThat(message.get("id").textValue()).isEqualTo(id);
                        assertThat(message.get("ref").textValue()).isEqualTo(ref);
                    })
                    .extracting(message -> message.get("event").textValue())
                    .containsExactly("accepted", "queued", "completed");
        }
        assertThat(stack.queued().stream().filter(job -> !known.contains(job))).containsExactly(id);

        for (String wrong : List.of(
                GENERATE.formatted("w", key, "{\"label\":\"noto/heart\"}"),
                GENERATE.formatted("w", "two words", CAT))) {
            sockets.get(1).sendText(wrong, true).join();
            JsonNode error = told.get(1).next();
            assertThat(error.get("status").intValue()).isEqualTo(wrong.contains(key) ? 422 : 400);
            assertThat(error.toString()).containsIgnoringCase("idempotency");
        }
        sockets.forEach(WebSocket::abort);
    }

    private static WebSocket open(Client client, Messages messages) {
        return Client.http()
                .newWebSocketBuilder()
                .buildAsync(client.uri("ws", "/v1/stream"), messages)
                .join();
    }

    @Test
    void aKeyIsForOneRequest() throws Exception {
        String key = key();
        Client client = clients.get(0);
        assertThat(client.send(with(key, client.generation(CAT))).statusCode()).isEqualTo(202);
        HttpResponse<String> other =
                clients.get(1).send(with(key, clients.get(1).generation("{\"label\":\"noto/heart\"}")));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("Idempotency-Key");
        assertThat(client.send(with("two words", client.generation(CAT))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void imagesAreAnsweredWithTheSameImages() throws Exception {
        Set<String> known = new HashSet<>(stack.queued());
        String key = key();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (Client client : clients) {
            answers.add(client.sending(with(
                    key,
                    client.request("/v1/images/generations")
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString("{\"prompt\":\"noto/heart\",\"n\":2}")))));
        }
        List<String> ids = Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> stack.queued().stream()
                                .filter(id -> !known.contains(id))
                                .toList(),
                        found -> found.size() >= 2);
        assertThat(ids).hasSize(2);
        stack.worker().completed(ids.get(0), new byte[] {1});
        stack.worker().completed(ids.get(1), new byte[] {2});
        List<JsonNode> images = new ArrayList<>();
        for (var answer : answers) {
            HttpResponse<String> response = answer.get(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            for (JsonNode image : Client.json(response.body()).get("data")) {
                images.add(((com.fasterxml.jackson.databind.node.ObjectNode) image).without("url"));
            }
        }
        assertThat(images).hasSize(4);
        assertThat(new HashSet<>(images)).hasSize(2);
    }
}
