package io.strait.worker;

import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobView;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** What a gateway does with the topics, for tests: queues jobs, cancels them, reads what became of them. */
final class Log implements AutoCloseable {
    private final String bootstrap;
    private final Codecs codecs = Codecs.create();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> events;
    private final KafkaConsumer<byte[], byte[]> previews;
    private final List<JobEvent> eventsRead = new ArrayList<>();
    private final List<Preview> previewsRead = new ArrayList<>();

    Log(String bootstrap, int partitions) {
        this.bootstrap = bootstrap;
        producer = new KafkaProducer<>(KafkaSettings.producer(bootstrap, "test", WorkerConfig.DEFAULT_SEND_BUFFER));
        events = tail(bootstrap, Topics.EVENTS, partitions);
        previews = tail(bootstrap, Topics.PREVIEWS, partitions);
    }

    private static KafkaConsumer<byte[], byte[]> tail(String bootstrap, String topic, int partitions) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(KafkaSettings.tail(bootstrap, "test"));
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(topic, i));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        return consumer;
    }

    void queue(String topic, StageJob job) throws Exception {
        write(topic, job.getSpec().getJobId(), codecs.jobs().encode(job));
    }

    void write(String topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value))
                .get();
    }

    /** Every dead letter so far. */
    List<DeadLetter> deadLetters(Topics topics) {
        List<DeadLetter> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = tail(bootstrap, topics.deadLetters(), 1)) {
            TopicPartition all = new TopicPartition(topics.deadLetters(), 0);
            long end = consumer.endOffsets(List.of(all)).getOrDefault(all, 0L);
            while (consumer.position(all) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> letters.add(codecs.deadLetters().decode(record.value())));
            }
        }
        return letters;
    }

    void control(Control control) throws Exception {
        write(Topics.CONTROLS, control.getJobId(), codecs.controls().encode(control));
    }

    /** Every event of a job so far, in partition order. */
    List<JobEvent> events(JobId id) {
        for (ConsumerRecord<byte[], byte[]> record : events.poll(Duration.ofMillis(100))) {
            eventsRead.add(codecs.events().decode(record.value()));
        }
        return eventsRead.stream()
                .filter(event -> event.getJobId().equals(id.toString()))
                .toList();
    }

    /** Names of a job's events. */
    List<String> names(JobId id) {
        return events(id).stream()
                .map(event -> event.getWhat().getClass().getSimpleName())
                .toList();
    }

    JobView view(JobId id) {
        JobView view = JobView.empty(id.toString());
        for (JobEvent event : events(id)) {
            view = view.with(event);
        }
        return view;
    }

    /** Stage and step of every preview of a job so far, in partition order. */
    List<String> previews(JobId id) {
        return previewsRead(id).stream()
                .map(preview -> preview.getStage() + " " + preview.getStep() + "/" + preview.getSteps())
                .toList();
    }

    /** Every preview of a job so far, in partition order. */
    List<Preview> previewsRead(JobId id) {
        for (ConsumerRecord<byte[], byte[]> record : previews.poll(Duration.ofMillis(100))) {
            previewsRead.add(codecs.previews().decode(record.value()));
        }
        return previewsRead.stream()
                .filter(preview -> preview.getJobId().equals(id.toString()))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        events.close();
        previews.close();
    }
}
