package io.strait.gateway.table;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes rows of tables. Futures complete when the broker has acknowledged, or fail with Kafka's exception. Nothing blocks the caller. */
public final class TableWriter implements AutoCloseable {
    private static final int BLOCK_MILLIS = 5_000;
    private static final int MOST_WAITING = 1_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final ThreadPoolExecutor thread;

    /** Connects in the background. */
    public TableWriter(String bootstrap, String name) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG, name,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, BLOCK_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * BLOCK_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        // The producer may block for metadata.
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread writer = new Thread(task, name);
                    writer.setDaemon(true);
                    return writer;
                });
    }

    /** Writes a row into the partition that the key's hash says; null deletes it. */
    public CompletableFuture<Void> write(String topic, String key, byte @Nullable [] value) {
        return write(topic, null, key, value);
    }

    /** Writes a row into a partition. */
    public CompletableFuture<Void> write(
            String topic, @Nullable Integer partition, String key, byte @Nullable [] value) {
        CompletableFuture<Void> acked = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    send(new ProducerRecord<>(topic, partition, key.getBytes(StandardCharsets.UTF_8), value), acked);
                } catch (RuntimeException e) {
                    acked.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            acked.completeExceptionally(
                    new TimeoutException("rows: expected fewer than " + MOST_WAITING + " waiting", e));
        }
        return acked;
    }

    private void send(ProducerRecord<byte[], byte[]> row, CompletableFuture<Void> acked) {
        var unused = producer.send(row, (metadata, failure) -> {
            if (failure == null) {
                acked.complete(null);
            } else {
                acked.completeExceptionally(failure);
            }
        });
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(BLOCK_MILLIS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(2));
    }
}
