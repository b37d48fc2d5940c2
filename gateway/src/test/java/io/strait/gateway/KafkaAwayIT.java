package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.gateway.Client.Event;
import io.strait.schemas.avro.StageName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The broker is stopped and started again on its data, under a gateway that has work. */
final class KafkaAwayIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void refusesWhileKafkaIsAwayAndLosesNothing() throws Exception {
        try (Stack stack = Stack.start()) {
            Client client = stack.client();
            String id = client.generate(CAT);
            stack.worker().started(id, StageName.TOP, 6);
            assertThat(client.events(id, "", 2)).hasSize(2);
            CompletableFuture<List<Event>> reading = client.reading(id, "", Integer.MAX_VALUE);
            Messages messages = new Messages();
            WebSocket socket = Client.http()
                    .newWebSocketBuilder()
                    .buildAsync(client.uri("ws", "/v1/stream"), messages)
                    .join();
            socket.sendText("{\"type\":\"subscribe\",\"id\":\"" + id + "\"}", true)
                    .join();
            messages.until("started");
            assertThat(reasons(client)).doesNotContain("Kafka");

            stack.stopKafka();
            Gateway stranger = stack.gateway();
            var webhooks = registering(client, new Client(stranger));
            assertUnavailable(client, new Client(stranger));
            for (var answer : webhooks) {
                assertRefused(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }

            stack.startKafka();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> !reasons(client).contains("Kafka"));
            String later = new Client(stranger).generate(CAT);
            Stack.await(stranger.close());
            assertThat(client.get("/v1/generations/" + id).body()).contains("\"status\":\"running\"");
            for (String job : List.of(id, later)) {
                stack.worker().completed(job, new byte[] {1});
                assertThat(client.events(job, "", Integer.MAX_VALUE))
                        .extracting(Event::name)
                        .startsWith("queued")
                        .endsWith("completed");
            }
            assertThat(reading.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("a stream that was open all the time")
                    .extracting(Event::name)
                    .containsExactly("queued", "started", "completed");
            assertThat(messages.until("completed"))
                    .as("a connection that was open all the time")
                    .extracting(message -> message.get("event").textValue())
                    .containsExactly("completed");
            socket.abort();
            assertThat(stack.queued()).contains(id, later);
        }
    }

    /** Also at a gateway that has never seen Kafka; there so many that they cannot each have a producer's patience of their own. */
    private static void assertUnavailable(Client client, Client stranger) throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = Stream.concat(
                        Collections.nCopies(5, client).stream(), Collections.nCopies(15, stranger).stream())
                .map(asked -> asked.sending(asked.generation(CAT).timeout(PATIENCE)))
                .toList();
        assertThat(reasons(client)).contains("Kafka does not answer");
        assertThat(reasons(stranger)).contains("Kafka does not answer");
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertRefused(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    /** Endpoints that two gateways are asked to register. */
    private static List<CompletableFuture<HttpResponse<String>>> registering(Client client, Client stranger) {
        return Stream.of(client, stranger)
                .map(asked -> asked.sending(asked.request("/v1/webhooks")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"url\":\"http://127.0.0.1:9/\"}"))
                        .timeout(PATIENCE)))
                .toList();
    }

    private static void assertRefused(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).contains("1");
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":503").doesNotContain("Exception");
    }

    private static String reasons(Client client) throws Exception {
        HttpResponse<String> ready = client.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503); // there are no workers, whatever Kafka does
        return Client.json(ready.body()).get("reasons").toString();
    }
}
