package io.strait.gateway;

import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The jobs that batches have become, as the log has them. */
final class BatchJobs {
    private final String bootstrap;
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);

    BatchJobs(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /** First events of a batch's jobs, repeated ones included. */
    List<JobSpec> queued(String batchId) {
        List<JobSpec> found = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> entry : all(Topics.EVENTS)) {
            if (events.decode(entry.value()).getWhat() instanceof Queued queued
                    && queued.getSpec().getBatch() != null
                    && queued.getSpec().getBatch().getBatchId().equals(batchId)) {
                found.add(queued.getSpec());
            }
        }
        return found;
    }

    /** A batch's jobs that have been committed to the intake, repeated ones included. */
    List<JobSpec> jobs(String batchId) {
        return all(Stack.topics().intake()).stream()
                .map(entry -> jobs.decode(entry.value()).getSpec())
                .filter(spec ->
                        spec.getBatch() != null && spec.getBatch().getBatchId().equals(batchId))
                .toList();
    }

    /** What has been committed to a topic. */
    List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "max.poll.records", 10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found;
        }
    }
}
