package io.strait.gateway;

import io.strait.schemas.avro.StageName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Finishes every job at once, so that every request has an answer: most with an image, some with a failure. */
final class FuzzWorker implements AutoCloseable {
    private final Stack stack;
    private final Thread thread = new Thread(this::run, "fuzz-worker");
    private final AtomicInteger jobs = new AtomicInteger();
    private volatile boolean closed;

    /** Takes the jobs that come from now on. */
    FuzzWorker(Stack stack) {
        this.stack = stack;
    }

    void start() {
        thread.start();
    }

    /** How many it has finished. */
    int jobs() {
        return jobs.get();
    }

    private void run() {
        String topic = Stack.topics().jobs(StageName.TOP);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stack.bootstrap(), "fetch.max.wait.ms", 20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> job : consumer.poll(Duration.ofMillis(100))) {
                    finish(new String(job.key(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void finish(String id) {
        int count = jobs.incrementAndGet();
        if (count % 4 == 0) {
            stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
        }
        if (count % 10 == 0) {
            stack.worker().failed(id, "fuzz");
        } else {
            stack.worker().completed(id, new byte[] {2});
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
