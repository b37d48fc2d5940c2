package io.strait.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.request.GenerationReader;
import io.strait.gateway.request.Json;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Started;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactive and bulk jobs of several tenants in the whole service, with the bundle that ships. By order of events, not by time. */
final class BulkIT {
    private static final int MANY = 24;
    private static final Duration LONG = Duration.ofSeconds(90);

    private final RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
    private final List<JobEvent> seen = new ArrayList<>();

    @Test
    void interactiveJobsAndOtherTenantsDoNotWaitForManyBulkJobs(@TempDir Path data) {
        try (Stack stack = Stack.start(StackConfig.of(Requests.bundle(), data));
                KafkaConsumer<byte[], byte[]> events = events(stack)) {
            BundleManifest bundle = stack.bundle().manifest();
            Topics topics = new Topics(bundle.name());
            try (Jobs jobs = new Jobs(
                    stack.kafka(), topics, 1, 20, Clock.systemUTC(), new GatewayMetrics(new SimpleMeterRegistry()))) {
                GenerationReader reader = new GenerationReader(bundle, () -> 1, Duration.ofHours(1));
                List<String> many = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    many.add(submit(jobs, reader, bundle, "a", "bulk", i));
                }
                await().atMost(LONG).until(() -> after(events, () -> count(many, Completed.class) > 0));
                int startedBefore = count(many, Started.class);
                int completedBefore = count(many, Completed.class);
                String other = submit(jobs, reader, bundle, "b", "bulk", 100);
                String interactive = submit(jobs, reader, bundle, "c", "interactive", 101);
                await().atMost(LONG)
                        .until(() -> after(events, () -> count(List.of(interactive, other), Completed.class) == 2));
                assertThat(countBefore(many, Completed.class, interactive, Completed.class) - completedBefore)
                        .as("bulk jobs done while an interactive one was there")
                        .isLessThanOrEqualTo(4);
                assertThat(countBefore(many, Started.class, other, Started.class) - startedBefore)
                        // At most twice the lanes are with the workers, 12 jobs of two stages each; in order of arrival
                        // it would be all.
                        .as("stages that jobs of A were given to before the job of B was")
                        .isLessThanOrEqualTo(24);
                await().atMost(LONG).until(() -> after(events, () -> count(many, Completed.class) == MANY));
            }
        }
    }

    private static String submit(
            Jobs jobs, GenerationReader reader, BundleManifest bundle, String tenant, String priority, long seed) {
        ObjectNode request = Json.object()
                .put("label", bundle.labels().get(0))
                .put("seed", seed)
                .put("priority", priority);
        request.putObject("steps").put("top", 3).put("bottom", 2);
        return jobs.newId()
                .thenCompose(id -> jobs.submit(id, reader.read(request).job(id, bundle, tenant))
                        .thenApply(accepted -> id.toString()))
                .join();
    }

    private static KafkaConsumer<byte[], byte[]> events(Stack stack) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.kafka()), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(info -> new TopicPartition(Topics.EVENTS, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Order between partitions is that of arrival here: near enough to count by. */
    private boolean after(KafkaConsumer<byte[], byte[]> events, BooleanSupplier condition) {
        events.poll(Duration.ofMillis(20)).forEach(entry -> seen.add(codec.decode(entry.value())));
        return condition.getAsBoolean();
    }

    private int count(List<String> ids, Class<?> what) {
        return (int) seen.stream()
                .filter(event -> ids.contains(event.getJobId()) && what.isInstance(event.getWhat()))
                .count();
    }

    private int countBefore(List<String> ids, Class<?> what, String id, Class<?> mark) {
        int count = 0;
        for (JobEvent event : seen) {
            if (event.getJobId().equals(id) && mark.isInstance(event.getWhat())) {
                return count;
            }
            count += ids.contains(event.getJobId()) && what.isInstance(event.getWhat()) ? 1 : 0;
        }
        throw new AssertionError(id + ": expected " + mark.getSimpleName());
    }
}
