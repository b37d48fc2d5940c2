package io.strait.bench.scale;

import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts jobs that have completed, as the log has them, and says so each time. */
final class Completions implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Runnable each;
    private final Thread thread = new Thread(this::run, "scale-completions");

    Completions(String kafka, int partitions, Runnable each) {
        this.each = each;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "fetch.max.wait.ms", 50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = java.util.stream.IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread.start();
    }

    int count() {
        return count.get();
    }

    private void run() {
        try {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    JobEvent event = codec.decode(record.value());
                    if (event.getWhat() instanceof Completed && seen.add(event.getJobId())) {
                        count.incrementAndGet();
                        each.run();
                    }
                });
            }
        } catch (WakeupException e) {
            consumer.close();
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
