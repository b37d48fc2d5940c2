package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Generations over HTTP, over a real broker, with a scripted worker. */
@ExtendWith(SharedStack.class)
final class GenerationIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";

    private final Stack stack;
    private final Client client;

    GenerationIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
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
        }
        assertThat(stack.queued()).contains(id);
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

    private JsonNode status(String id) throws IOException, InterruptedException {
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
}
