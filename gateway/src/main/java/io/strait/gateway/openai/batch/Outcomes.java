package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobView;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** How a batch's jobs have ended, as the log has it at a moment: of each the first terminal event. */
final class Outcomes {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ANSWER_MILLIS = 10_000;

    private final Map<JobId, JobEvent> ended = new HashMap<>();

    private Outcomes() {}

    /** Reads the log from the batch's first job to the end it has now. Blocks. */
    static Outcomes read(String bootstrap, Batch batch, BatchPlace place) {
        Outcomes outcomes = new Outcomes();
        BatchJobId ids = new BatchJobId(batch.getSpec().getId());
        RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "gateway-batch-outcomes",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, place.getPartitions())
                    .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            seek(consumer, partitions, place.getMillis().get(0), ends);
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                    outcomes.add(entry, ids, codec);
                }
            }
        }
        return outcomes;
    }

    private static void seek(
            KafkaConsumer<?, ?> consumer,
            List<TopicPartition> partitions,
            long millis,
            Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, millis));
        consumer.offsetsForTimes(times)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
    }

    private void add(ConsumerRecord<byte[], byte[]> entry, BatchJobId ids, RecordCodec<JobEvent> codec) {
        Optional<JobId> id = id(entry.key()).filter(ids::owns);
        if (id.isEmpty() || entry.value() == null || ended.containsKey(id.get())) {
            return;
        }
        JobEvent event = codec.decode(entry.value());
        if (JobView.empty(event.getJobId()).with(event).terminal()) {
            ended.put(id.get(), event);
        }
    }

    private static Optional<JobId> id(byte @Nullable [] key) {
        try {
            return key == null ? Optional.empty() : Optional.of(JobId.parse(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A job's outcome; null while it has none. */
    @Nullable
    JobEvent of(JobId id) {
        return ended.get(id);
    }
}
