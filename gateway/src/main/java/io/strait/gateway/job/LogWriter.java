package io.strait.gateway.job;

import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
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

/**
 * Writes to the log. Every future completes when the broker has acknowledged, or fails with Kafka's exception, within half a minute. Calls
 * return at once: the producer, which may block for metadata, runs on a thread of its own.
 */
final class LogWriter implements AutoCloseable {
    private static final int BLOCK_MILLIS = 5_000;
    private static final int DELIVERY_MILLIS = 15_000;
    private static final int MOST_WAITING = 10_000;

    private final Topics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ExecutorService thread;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final RecordCodec<Control> controls = RecordCodec.of(Control.class);

    LogWriter(String bootstrap, Topics topics) {
        this.topics = topics;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "gateway",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_MILLIS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        BLOCK_MILLIS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        DELIVERY_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.thread =
                new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread writer = new Thread(task, "gateway-writer");
                    writer.setDaemon(true);
                    return writer;
                });
    }

    /** Number of partitions of {@code events}. */
    CompletableFuture<Integer> partitions() {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        submit(count, () -> count.complete(producer.partitionsFor(Topics.EVENTS).size()));
        return count;
    }

    /** Appends an event to its job's partition; the first event is stamped with the id's own time. */
    CompletableFuture<Void> event(JobId id, JobEvent event, long timestamp) {
        return send(Topics.EVENTS, id.partition(), timestamp, id, events.encode(event));
    }

    /** Hands a job to a stage. */
    CompletableFuture<Void> job(StageName stage, JobId id, StageJob job) {
        return send(topics.jobs(stage), null, null, id, jobs.encode(job));
    }

    /** Leaves a bulk job to the dispatcher of its tenant. */
    CompletableFuture<Void> intake(String tenant, StageJob job) {
        return send(topics.intake(), null, null, tenant.getBytes(StandardCharsets.UTF_8), jobs.encode(job));
    }

    /** Tells every worker. */
    CompletableFuture<Void> control(JobId id, Control control) {
        return send(Topics.CONTROLS, null, null, id, controls.encode(control));
    }

    private CompletableFuture<Void> send(
            String topic, @Nullable Integer partition, @Nullable Long timestamp, JobId id, byte[] value) {
        return send(topic, partition, timestamp, id.toString().getBytes(StandardCharsets.UTF_8), value);
    }

    private CompletableFuture<Void> send(
            String topic, @Nullable Integer partition, @Nullable Long timestamp, byte[] key, byte[] value) {
        CompletableFuture<Void> acked = new CompletableFuture<>();
        submit(acked, () -> {
            var unused = producer.send(
                    new ProducerRecord<>(topic, partition, timestamp, key, value), (metadata, failure) -> {
                        if (failure == null) {
                            acked.complete(null);
                        } else {
                            acked.completeExceptionally(failure);
                        }
                    });
        });
        return acked;
    }

    /** Runs a call of the producer, unless it has waited so long behind others, each blocked, that Kafka must be away. */
    private void submit(CompletableFuture<?> outcome, Runnable call) {
        long submitted = System.nanoTime();
        try {
            thread.execute(() -> {
                if (System.nanoTime() - submitted > TimeUnit.MILLISECONDS.toNanos(BLOCK_MILLIS)) {
                    outcome.completeExceptionally(new TimeoutException(
                            "writer: waited more than " + BLOCK_MILLIS + " ms behind other records"));
                    return;
                }
                try {
                    call.run();
                } catch (RuntimeException e) {
                    outcome.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            outcome.completeExceptionally(busy(e));
        }
    }

    private static TimeoutException busy(RejectedExecutionException e) {
        return new TimeoutException("writer: expected fewer than " + MOST_WAITING + " waiting records", e);
    }

    /** Sends what waits, for some seconds at most. */
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
