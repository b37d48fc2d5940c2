package io.strait.gateway.log;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Sends records in the order of the calls. Every future completes when the broker has acknowledged, or fails with Kafka's exception, within
 * half a minute. Calls return at once: the producer, which may block for metadata, runs on a thread of its own. Thread-safe.
 */
public final class RecordSender implements AutoCloseable {
    private final String name;
    private final int mostWaiting;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService thread;

    /**
     * Connects in the background.
     *
     * @param name of producer and thread
     * @param mostWaiting records that may wait for the producer; one more fails
     */
    public RecordSender(String bootstrap, String name, int mostWaiting) {
        this.name = name;
        this.mostWaiting = mostWaiting;
        this.producer = Producers.single(bootstrap, name);
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(mostWaiting), task -> {
                    Thread sender = new Thread(task, name);
                    sender.setDaemon(true);
                    return sender;
                });
    }

    /** Appends a record. */
    public CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acked = new CompletableFuture<>();
        submit(acked, () -> {
            var unused = producer.send(record, (metadata, failure) -> {
                if (failure == null) {
                    acked.complete(null);
                } else {
                    acked.completeExceptionally(failure);
                }
            });
        });
        return acked;
    }

    /** Number of a topic's partitions. */
    public CompletableFuture<Integer> partitions(String topic) {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        submit(count, () -> count.complete(producer.partitionsFor(topic).size()));
        return count;
    }

    /** Runs a call of the producer, unless it has waited so long behind others, each blocked, that Kafka must be away. */
    private void submit(CompletableFuture<?> outcome, Runnable call) {
        long submitted = System.nanoTime();
        try {
            thread.execute(() -> {
                if (System.nanoTime() - submitted > Producers.PATIENCE.toNanos()) {
                    outcome.completeExceptionally(new TimeoutException(
                            name + ": waited more than " + Producers.PATIENCE.toSeconds() + " s behind other records"));
                    return;
                }
                try {
                    call.run();
                } catch (RuntimeException e) {
                    outcome.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            outcome.completeExceptionally(
                    new TimeoutException(name + ": expected fewer than " + mostWaiting + " waiting records", e));
        }
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(Producers.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(2));
    }
}
