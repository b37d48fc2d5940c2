package io.strait.worker;

import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** What a worker writes to Kafka. Every future completes when the broker has it on every in-sync replica. Thread-safe. */
final class Ledger implements AutoCloseable {
    private final Producer<byte[], byte[]> producer;
    private final InstantSource clock;
    private final RecordCodec<JobEvent> events;
    private final RecordCodec<Preview> previews;
    private final RecordCodec<StageJob> jobs;

    Ledger(Map<String, Object> settings, Codecs codecs, InstantSource clock) {
        this.producer = new KafkaProducer<>(settings);
        this.clock = clock;
        this.events = codecs.events();
        this.previews = codecs.previews();
        this.jobs = codecs.jobs();
    }

    /** Appends to the job's lifecycle; {@code what} is one of the union's records. */
    CompletableFuture<Void> event(JobId id, Object what) {
        JobEvent event = new JobEvent(id.toString(), clock.millis(), what);
        return send(Topics.EVENTS, id.partition(), id, events.encode(event));
    }

    CompletableFuture<Void> preview(JobId id, Preview preview) {
        return send(Topics.PREVIEWS, id.partition(), id, previews.encode(preview));
    }

    /** Queues a job for its next stage; the partition is the producer's choice. */
    CompletableFuture<Void> job(String topic, JobId id, StageJob job) {
        return send(topic, null, id, jobs.encode(job));
    }

    /** Finds out about topics, so that the first write to each does not wait for that. */
    void prepare(Collection<String> names) {
        names.forEach(producer::partitionsFor);
    }

    long now() {
        return clock.millis();
    }

    private CompletableFuture<Void> send(String topic, @Nullable Integer partition, JobId id, byte[] value) {
        CompletableFuture<Void> acked = new CompletableFuture<>();
        byte[] key = id.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Future<RecordMetadata> unused =
                    producer.send(new ProducerRecord<>(topic, partition, key, value), (metadata, failure) -> {
                        if (failure == null) {
                            acked.complete(null);
                        } else {
                            acked.completeExceptionally(failure);
                        }
                    });
        } catch (KafkaException e) {
            acked.completeExceptionally(e);
        }
        return acked;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
