package io.strait.bench.fairness;

import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Started;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When jobs started and were completed, by the record's own time in {@code events}. Reads on a thread of its own. */
final class JobLog implements AutoCloseable {
    /**
     * A job's times, epoch milliseconds.
     *
     * @param started first start of any stage, 0 before
     * @param completed 0 before
     */
    record Times(long started, long completed) {}

    private final Map<String, Times> times = new ConcurrentHashMap<>();
    private final RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closed;

    JobLog(String bootstrap) {
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        consumer.partitionsFor(Topics.EVENTS)
                .forEach(info -> partitions.add(new TopicPartition(Topics.EVENTS, info.partition())));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = new Thread(this::read, "bench-job-log");
        thread.start();
    }

    private void read() {
        while (!closed) {
            consumer.poll(Duration.ofMillis(100))
                    .forEach(entry -> note(codec.decode(entry.value()), entry.timestamp()));
        }
        consumer.close();
    }

    private void note(JobEvent event, long at) {
        if (event.getWhat() instanceof Started) {
            times.merge(
                    event.getJobId(),
                    new Times(at, 0),
                    (old, one) -> old.started() == 0 ? new Times(at, old.completed()) : old);
        } else if (event.getWhat() instanceof Completed) {
            times.compute(event.getJobId(), (id, old) -> new Times(old == null ? 0 : old.started(), at));
        }
    }

    /** Of a job, as far as is known. */
    Times of(String jobId) {
        return times.getOrDefault(jobId, new Times(0, 0));
    }

    /** Jobs whose times are as asked for. */
    List<Times> all(Predicate<Times> which) {
        return times.values().stream().filter(which).toList();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
