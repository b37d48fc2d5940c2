package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.codec.RecordCodec;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/** A batch's whole way on a real broker: handed over in transactions, dispatched, given to a bulk lane, completed. */
final class BatchDispatchIT {
    private static final int LINES = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EDGE = "--edge\r\nContent-Disposition: form-data; name=";

    private final RecordCodec<StageJob> codec = RecordCodec.of(StageJob.class);

    @Test
    void everyLineReachesABulkLaneOnce() throws Exception {
        try (Stack stack = Stack.start()) {
            String batch = create(stack);
            List<JobSpec> given = new ArrayList<>();
            try (KafkaShareConsumer<byte[], byte[]> lane = new KafkaShareConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            stack.bootstrap(),
                            "group.id",
                            Stack.topics().group(StageName.TOP, Priority.BULK)),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                lane.subscribe(List.of(Stack.topics().jobs(StageName.TOP, Priority.BULK)));
                await("all lines completed").atMost(PATIENCE).until(() -> {
                    for (ConsumerRecord<byte[], byte[]> entry : lane.poll(Duration.ofMillis(200))) {
                        JobSpec spec = codec.decode(entry.value()).getSpec();
                        given.add(spec);
                        stack.worker().completed(spec.getJobId(), new byte[] {1});
                    }
                    return Client.json(
                                    stack.client().get("/v1/batches/" + batch).body())
                            .get("status")
                            .textValue()
                            .equals("completed");
                });
            }
            assertThat(given).extracting(JobSpec::getPriority).containsOnly(Priority.BULK);
            assertThat(given)
                    .extracting(spec -> spec.getBatch().getLine())
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.rangeClosed(1, LINES).boxed().toList());
            assertThat(stack.queued()).as("interactive jobs").isEmpty();
        }
    }

    private static String create(Stack stack) throws Exception {
        String lines = IntStream.rangeClosed(1, LINES)
                .mapToObj(
                        i -> "{\"custom_id\":\"line-" + i
                                + "\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":{\"prompt\":\"noto/heart\"}}\n")
                .collect(Collectors.joining());
        String file = post(
                stack,
                "/v1/files",
                "multipart/form-data; boundary=edge",
                EDGE + "\"purpose\"\r\n\r\nbatch\r\n" + EDGE + "\"file\"; filename=\"a.jsonl\"\r\n\r\n" + lines
                        + "\r\n--edge--\r\n");
        return post(
                stack,
                "/v1/batches",
                "application/json",
                "{\"input_file_id\":\"" + file
                        + "\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}");
    }

    private static String post(Stack stack, String path, String type, String body) throws Exception {
        URI uri = stack.client().uri("http", path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(20))
                .header("content-type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return Client.json(Client.http().send(request, BodyHandlers.ofString()).body())
                .get("id")
                .textValue();
    }
}
