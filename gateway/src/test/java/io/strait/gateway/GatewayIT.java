package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.Client.Event;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP and server-sent events, over a real broker, with a scripted worker. */
final class GatewayIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final int ALL = Integer.MAX_VALUE;

    private static Stack stack;
    private static Gateway gateway;
    private static Client client;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        stack = new Stack(directory);
        gateway = stack.gateway();
        client = new Client(gateway);
    }

    @AfterAll
    static void stop() {
        Stack.await(gateway.close());
        stack.close();
    }

    @Test
    void acceptsOnceEventAndJobAreInTheLog() throws Exception {
        HttpResponse<String> response = client.post(CAT);

        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode accepted = Client.json(response.body());
        String id = accepted.get("id").textValue();
        assertThat(accepted.get("seed").longValue()).isEqualTo(7);
        assertThat(accepted.get("status").textValue()).isEqualTo("queued");
        assertThat(response.headers().firstValue("location")).contains("/v1/generations/" + id);
        JobId parsed = JobId.parse(id);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            assertThat(consumer.offsetsForTimes(
                                    Map.of(new TopicPartition("events", parsed.partition()), parsed.millis()))
                            .values())
                    .allSatisfy(found -> assertThat(found.timestamp()).isEqualTo(parsed.millis()));
            assertThat(keys(consumer, Stack.topics().jobs(StageName.TOP))).contains(id);
        }
    }

    private static List<String> keys(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long end = consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        List<String> keys = new ArrayList<>();
        while (keys.size() < end) {
            for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(java.time.Duration.ofSeconds(1))) {
                keys.add(new String(entry.key(), StandardCharsets.UTF_8));
            }
        }
        return keys;
    }

    @Test
    void streamsALifeToItsOneEnd() throws Exception {
        String id = client.generate(CAT);
        CompletableFuture<List<Event>> reading = reading(client, id, "", ALL);
        stack.worker().paint(id);
        stack.worker().completed(id, "the image".getBytes(StandardCharsets.UTF_8));
        stack.worker().failed(id, "too-late");

        List<Event> events = reading.get(20, TimeUnit.SECONDS);

        assertThat(events)
                .extracting(Event::name)
                .containsExactly(
                        "queued",
                        "started",
                        "preview",
                        "preview",
                        "stage-completed",
                        "started",
                        "preview",
                        "preview",
                        "stage-completed",
                        "completed");
        JsonNode preview = events.get(2).data();
        assertThat(preview.get("stage").textValue()).isEqualTo("top");
        assertThat(preview.get("step").intValue()).isEqualTo(3);
        assertThat(preview.get("steps").intValue()).isEqualTo(6);
        assertThat(preview.get("image").binaryValue()).isEqualTo(ScriptedWorker.picture(StageName.TOP, 3));
    }

    private static CompletableFuture<List<Event>> reading(Client reader, String id, String from, int most) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return reader.events(id, from, most);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("reading events", e);
            }
        });
    }

    @Test
    void resumesWithExactlyTheRestFromEveryEventAtAnotherGateway() throws Exception {
        String id = client.generate(CAT);
        stack.worker().paint(id);
        stack.worker().started(id, StageName.TOP, 6); // as after a redelivery
        stack.worker().preview(id, StageName.TOP, 3, 6, ScriptedWorker.picture(StageName.TOP, 3));
        stack.worker().completed(id, "image".getBytes(StandardCharsets.UTF_8));
        List<Event> all = client.events(id, "", ALL);
        assertThat(all).hasSize(10);
        Gateway other = stack.gateway();
        try {
            Client elsewhere = new Client(other);
            for (int seen = 1; seen <= all.size(); seen++) {
                assertThat(elsewhere.events(id, all.get(seen - 1).id(), ALL))
                        .as("after %d events", seen)
                        .containsExactlyElementsOf(all.subList(seen, all.size()));
            }
        } finally {
            Stack.await(other.close());
        }
    }

    @Test
    void resumesAStreamThatIsStillRunning() throws Exception {
        String id = client.generate(CAT);
        stack.worker().paint(id);
        List<Event> first = client.events(id, "", 5);
        CompletableFuture<List<Event>> rest = reading(client, id, first.get(4).id(), ALL);
        stack.worker().completed(id, "image".getBytes(StandardCharsets.UTF_8));

        assertThat(rest.get(20, TimeUnit.SECONDS))
                .extracting(Event::name)
                .containsExactly("started", "preview", "preview", "stage-completed", "completed");
    }

    @Test
    void givesEverySubscriberTheSameStream() throws Exception {
        String id = client.generate(CAT);
        Gateway other = stack.gateway();
        try {
            List<CompletableFuture<List<Event>>> readers = List.of(
                    reading(client, id, "", ALL),
                    reading(client, id, "", ALL),
                    reading(new Client(other), id, "", ALL));
            stack.worker().paint(id);
            stack.worker().completed(id, "image".getBytes(StandardCharsets.UTF_8));
            for (CompletableFuture<List<Event>> reader : readers) {
                assertThat(reader.get(20, TimeUnit.SECONDS)).hasSize(10);
            }
        } finally {
            Stack.await(other.close());
        }
    }

    @Test
    void tellsHowAJobStands() throws Exception {
        String id = client.generate("{\"label\":\"noto/heart\",\"size\":512,\"seed\":\"9223372036854775807\"}");
        assertThat(status(id).get("status").textValue()).isEqualTo("queued");
        stack.worker().started(id, StageName.TOP, 6);
        stack.worker().preview(id, StageName.TOP, 3, 6, new byte[] {1});

        JsonNode running = status(id);
        assertThat(running.get("status").textValue()).isEqualTo("running");
        assertThat(running.get("stage").textValue()).isEqualTo("top");
        assertThat(running.get("step").intValue()).isEqualTo(3);
        assertThat(running.get("seed").textValue()).isEqualTo("9223372036854775807");

        stack.worker().failed(id, "unprocessable");
        JsonNode failed = status(id);
        assertThat(failed.get("status").textValue()).isEqualTo("failed");
        assertThat(failed.at("/failure/code").textValue()).isEqualTo("unprocessable");
        assertThat(client.get("/v1/generations/" + id + "/image").statusCode()).isEqualTo(410);
    }

    private static JsonNode status(String id) throws IOException, InterruptedException {
        HttpResponse<String> response = client.get("/v1/generations/" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Client.json(response.body());
    }

    @Test
    void servesTheImageOnceItIsFinished() throws Exception {
        String id = client.generate(CAT);
        String path = "/v1/generations/" + id + "/image";
        assertThat(client.get(path).statusCode()).isEqualTo(404);
        assertThat(client.get(path).body()).contains("not finished");
        byte[] image = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
        stack.worker().completed(id, image);

        HttpResponse<byte[]> response = Client.http().send(client.request(path).build(), BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(image);
        assertThat(response.headers().firstValue("content-type")).contains("image/png");
        assertThat(response.headers().firstValue("cache-control").orElseThrow()).contains("immutable");
        String etag = response.headers().firstValue("etag").orElseThrow();
        assertThat(client.send(client.request(path).header("if-none-match", etag))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void cancelsOnceAndForAll() throws Exception {
        String id = client.generate(CAT);
        CompletableFuture<List<Event>> reading = reading(client, id, "", ALL);

        HttpResponse<String> first = client.delete("/v1/generations/" + id);
        stack.worker().completed(id, new byte[] {1});
        HttpResponse<String> second = client.delete("/v1/generations/" + id);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(Client.json(first.body()).get("status").textValue()).isEqualTo("cancelled");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(reading.get(20, TimeUnit.SECONDS)).extracting(Event::name).containsExactly("queued", "cancelled");
    }

    @Test
    void refusesToCancelWhatHasEnded() throws Exception {
        String id = client.generate(CAT);
        stack.worker().completed(id, new byte[] {1});

        HttpResponse<String> response = client.delete("/v1/generations/" + id);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(status(id).get("status").textValue()).isEqualTo("completed");
    }

    @Test
    void settlesARaceOfCancelAndCompletionOneWayForEverybody() throws Exception {
        for (int round = 0; round < 8; round++) {
            String id = client.generate(CAT);
            CompletableFuture<List<Event>> reading = reading(client, id, "", ALL);
            CompletableFuture<Void> completing =
                    CompletableFuture.runAsync(() -> stack.worker().completed(id, new byte[] {1}));
            int cancelled = client.delete("/v1/generations/" + id).statusCode();
            completing.get(20, TimeUnit.SECONDS);

            String outcome = status(id).get("status").textValue();
            assertThat(cancelled).isEqualTo(outcome.equals("cancelled") ? 200 : 409);
            assertThat(reading.get(20, TimeUnit.SECONDS))
                    .extracting(Event::name)
                    .containsExactly("queued", outcome);
        }
    }

    @Test
    void survivesARestart() throws Exception {
        Gateway first = stack.gateway();
        String id = new Client(first).generate(CAT);
        List<Event> seen = new Client(first).events(id, "", 1);
        Stack.await(first.close());
        stack.worker().paint(id);
        stack.worker().completed(id, new byte[] {1});
        Gateway second = stack.gateway();
        try {
            assertThat(new Client(second).events(id, seen.get(0).id(), ALL)).hasSize(9);
        } finally {
            Stack.await(second.close());
        }
    }

    @Test
    void knowsNoOtherIds() throws Exception {
        Random random = new Random(1);
        String id = client.generate(CAT);
        JobId known = JobId.parse(id);
        List<String> unknown = List.of(
                "nonsense",
                "7b7bd9a3-6fd4-4c4b-8a79-6a3a4a3f8c6e",
                JobId.create(known.partition(), known.millis(), random).toString(),
                JobId.create(known.partition(), 0, random).toString(),
                JobId.create(known.partition(), known.millis() + 1_000_000, random)
                        .toString(),
                JobId.create(JobId.MAX_PARTITIONS - 1, known.millis(), random).toString());
        for (String other : unknown) {
            String path = "/v1/generations/" + other;
            assertThat(client.get(path).statusCode()).as(other).isEqualTo(404);
            assertThat(client.get(path + "/image").statusCode()).as(other).isEqualTo(404);
            assertThat(client.get(path + "/events").statusCode()).as(other).isEqualTo(404);
            assertThat(client.delete(path).statusCode()).as(other).isEqualTo(404);
        }
    }

    @Test
    void refusesCursorsOfOtherJobs() throws Exception {
        String id = client.generate(CAT);
        String path = "/v1/generations/" + id + "/events";
        int other = (JobId.parse(id).partition() + 1) % 8;
        for (String cursor : List.of("17", "x", other + ".0.0.none.0", "0.-1.0.none.0")) {
            HttpResponse<String> response = client.send(client.request(path).header("last-event-id", cursor));
            assertThat(response.statusCode()).as(cursor).isEqualTo(400);
            assertThat(Client.json(response.body()).at("/problems/0/field").textValue())
                    .isEqualTo("Last-Event-ID");
        }
    }

    @Test
    void reportsEveryProblemOfARequest() throws Exception {
        HttpResponse<String> response = client.post(
                "{\"label\":\"noto/catface\",\"size\":300,\"steps\":{\"top\":65},\"guidance\":-1,\"sead\":1}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        JsonNode problems = Client.json(response.body()).get("problems");
        assertThat(problems.findValuesAsText("field"))
                .containsExactlyInAnyOrder("label", "size", "steps.top", "guidance", "sead");
        assertThat(response.body()).contains("noto/cat-face");
    }

    @Test
    void refusesBodiesThatAreNotRequests() throws Exception {
        assertThat(client.post("{").statusCode()).isEqualTo(400);
        assertThat(client.post("").statusCode()).isEqualTo(400);
        assertThat(client.post("[]").statusCode()).isEqualTo(400);
        assertThat(client.post("{\"label\":\"a\",\"label\":\"b\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("{} {}").statusCode()).isEqualTo(400);
        assertThat(client.post("{\"label\":\"" + "x".repeat(64 * 1024) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(client.send(client.request("/v1/generations")
                                .header("content-type", "text/plain")
                                .POST(BodyPublishers.ofString(CAT)))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.delete("/v1/labels").statusCode()).isEqualTo(405);
        assertThat(client.get("/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/nothing").body()).contains("\"status\":404").doesNotContain("Exception");
    }

    @Test
    void listsWhatCanBeAskedFor() throws Exception {
        JsonNode labels = Client.json(client.get("/v1/labels").body());

        assertThat(labels.get("labels")).hasSize(6);
        assertThat(labels.get("styles").toString()).isEqualTo("[\"noto\",\"fluent\"]");
        assertThat(labels.get("subjects").toString()).isEqualTo("[\"cat-face\",\"heart\",\"smiley\"]");
        assertThat(labels.get("sizes").toString()).isEqualTo("[256,512]");
        assertThat(labels.at("/defaults/top/steps").intValue()).isEqualTo(6);
    }

    @Test
    void isAliveButNotReadyWithoutWorkers() throws Exception {
        assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = client.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Client.json(ready.body()).get("reasons").toString())
                .isEqualTo(
                        "[\"no top worker has joined\",\"no bottom worker has joined\",\"no upsampler worker has joined\"]");
    }

    @Test
    void saysThatThePortIsTaken() {
        GatewayConfig taken = stack.config(gateway.port());
        assertThatThrownBy(() -> Stack.await(Gateway.start(taken)))
                .hasMessageContaining("127.0.0.1:" + gateway.port())
                .hasMessageContaining("taken");
    }

    @Test
    void servesThePageWithStrictHeaders() throws Exception {
        HttpResponse<String> page = client.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
        HttpResponse<String> script = client.get("/page/main.js");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("content-type").orElseThrow()).contains("javascript");
        assertThat(client.get("/page/../logback.xml").statusCode()).isEqualTo(404);
        assertThat(client.get("/page/nothing.js").statusCode()).isEqualTo(404);
    }
}
