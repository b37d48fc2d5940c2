package io.strait.bench.scale;

import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** When jobs completed, as the log has it; says so each time. */
final class Completions implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final RecordCodec<JobEvent> codec = RecordCodec.of(JobEvent.class);
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final List<Long> times = new ArrayList<>();
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
        synchronized (times) {
            return times.size();
        }
    }

    /** Times of those after so many, in epoch milliseconds, rising. */
    List<Long> since(int before) {
        synchronized (times) {
            return times.subList(before, times.size()).stream().sorted().toList();
        }
    }

    private void run() {
        try {
            while (true) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                    JobEvent event = codec.decode(record.value());
                    if (event.getWhat() instanceof Completed && seen.add(event.getJobId())) {
                        synchronized (times) {
                            times.add(record.timestamp());
                        }
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
