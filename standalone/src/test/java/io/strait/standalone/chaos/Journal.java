package io.strait.standalone.chaos;

import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobView;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Everything a topic holds, read from its start to its end. */
final class Journal {
    private final String kafka;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<DeadLetter> letters = RecordCodec.of(DeadLetter.class);

    Journal(String kafka) {
        this.kafka = kafka;
    }

    /** Every event by job, in partition order. */
    Map<String, List<JobEvent>> events() {
        Map<String, List<JobEvent>> byJob = new HashMap<>();
        read(Topics.EVENTS, record -> {
            JobEvent event = events.decode(record.value());
            byJob.computeIfAbsent(event.getJobId(), id -> new ArrayList<>()).add(event);
        });
        return byJob;
    }

    /** The one fold over a job's events. */
    static JobView fold(String id, List<JobEvent> events) {
        JobView view = JobView.empty(id);
        for (JobEvent event : events) {
            view = view.with(event);
        }
        return view;
    }

    List<DeadLetter> deadLetters(Topics topics) {
        List<DeadLetter> all = new ArrayList<>();
        read(topics.deadLetters(), record -> all.add(letters.decode(record.value())));
        return all;
    }

    void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }
}
