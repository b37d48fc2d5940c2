package io.strait.bench.batch;

import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.BatchStatus;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What was committed to Kafka. */
final class QueueReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String bootstrap;
    private final Topics topics;
    private final RecordCodec<Batch> batches = RecordCodec.of(Batch.class);
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final KafkaConsumer<byte[], byte[]> states;

    QueueReader(String bootstrap, Topics topics) {
        this.bootstrap = bootstrap;
        this.topics = topics;
        this.states = consumer(topics.batches());
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "max.poll.records", 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** Returns when all lines of the batch have been handed over. */
    void await(String batchId, int lines) throws IOException {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - giveUp < 0) {
            for (ConsumerRecord<byte[], byte[]> entry : states.poll(POLL)) {
                Batch batch = batches.decode(entry.value());
                BatchPlace place = batch.getPlace();
                if (!batch.getSpec().getId().equals(batchId)) {
                    continue;
                }
                if (batch.getStatus() == BatchStatus.FAILED) {
                    throw new IOException("batch: expected to be taken in, got " + batch.getErrors());
                }
                if (place != null && place.getLines() >= lines) {
                    return;
                }
            }
        }
        throw new IOException("batch: expected to be handed over within " + PATIENCE);
    }

    /** Jobs of a batch in the intake: how many, and how many different lines they are of. */
    record Seen(int jobs, int lines) {}

    Seen count(String batchId) {
        int count = 0;
        Set<Integer> lines = new HashSet<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(topics.intake())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
                    var line = jobs.decode(entry.value()).getSpec().getBatch();
                    if (line != null && line.getBatchId().equals(batchId)) {
                        count++;
                        lines.add(line.getLine());
                    }
                }
            }
        }
        return new Seen(count, lines.size());
    }

    @Override
    public void close() {
        states.close();
    }
}
