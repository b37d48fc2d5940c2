package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.schemas.avro.StageName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** A queue that is longer than it may be, with a slow worker at its end; of its own, as others would find it long. */
final class AdmissionIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";

    @Test
    void asksClientsToComeLaterWhenTheJobsAheadTakeTooLong() throws Exception {
        try (Stack stack = Stack.start()) {
            fill(stack);
        }
    }

    private static void fill(Stack stack) throws Exception {
        Gateway gateway = stack.gateway(Map.of("STRAIT_GATEWAY_MOST_WAIT_SECONDS", "1"));
        AtomicBoolean working = new AtomicBoolean(true);
        CompletableFuture<Void> worker = CompletableFuture.runAsync(() -> work(stack, working));
        try {
            Client client = new Client(gateway);
            HttpResponse<String> first = client.post(CAT);
            assertThat(first.statusCode()).as("nothing is known yet").isEqualTo(202);
            for (int i = 0; i < 200; i++) {
                assertThat(stack.client().post(CAT).statusCode()).isEqualTo(202);
            }
            await().atMost(30, TimeUnit.SECONDS)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> client.post(CAT).statusCode() == 429);
            HttpResponse<String> refused = client.post(CAT);
            assertThat(refused.body()).contains("The jobs ahead take about").contains("expected at most 1 s");
            assertThat(refused.headers().firstValueAsLong("retry-after").orElse(0))
                    .isGreaterThan(0);
            assertThat(refused.headers().firstValueAsLong("retry-after-ms").orElse(0))
                    .isGreaterThanOrEqualTo(1_000);
            HttpResponse<String> images = client.send(client.request("/v1/images/generations")
                    .header("content-type", "application/json")
                    .POST(BodyPublishers.ofString("{\"prompt\":\"cat face\",\"stream\":true}")));
            assertThat(images.statusCode()).isEqualTo(429);
            assertThat(images.body()).contains("rate_limit_exceeded");
            assertThat(images.headers().firstValue("retry-after-ms")).isPresent();

            // A gateway that is more patient; it may have looked a little earlier.
            await().atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
                HttpResponse<String> told = stack.client().post(CAT);
                assertThat(told.statusCode()).isEqualTo(202);
                assertThat(Client.json(told.body()).path("estimatedWaitMillis").longValue())
                        .isGreaterThan(1_000);
                assertThat(told.headers().firstValue("x-estimated-wait-ms")).isPresent();
            });
        } finally {
            working.set(false);
            worker.get(20, TimeUnit.SECONDS);
            Stack.await(gateway.close());
        }
    }

    /** Takes some jobs a second. */
    private static void work(Stack stack, AtomicBoolean working) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                stack.bootstrap(),
                "group.id",
                Stack.topics().group(StageName.TOP),
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                1);
        try (KafkaShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Stack.topics().jobs(StageName.TOP)));
            while (working.get()) {
                consumer.poll(Duration.ofMillis(200));
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, 100, TimeUnit.MILLISECONDS)
                        .join();
            }
        }
    }
}
