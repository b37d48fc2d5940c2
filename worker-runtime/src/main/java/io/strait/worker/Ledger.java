package io.strait.worker;

import io.strait.schemas.avro.DeadLetter;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
    private final RecordCodec<DeadLetter> deadLetters;

    Ledger(Map<String, Object> settings, Codecs codecs, InstantSource clock) {
        this.producer = new KafkaProducer<>(settings);
        this.clock = clock;
        this.events = codecs.events();
        this.previews = codecs.previews();
        this.jobs = codecs.jobs();
        this.deadLetters = codecs.deadLetters();
    }

    /** Appends to the job's lifecycle; {@code what} is one of the union's records. */
    CompletableFuture<Void> event(JobId id, Object what) {
        return send(record(id, what));
    }

    private ProducerRecord<byte[], byte[]> record(JobId id, Object what) {
        JobEvent event = new JobEvent(id.toString(), clock.millis(), what);
        return new ProducerRecord<>(Topics.EVENTS, id.partition(), key(id), events.encode(event));
    }

    CompletableFuture<Void> preview(JobId id, Preview preview) {
        return send(new ProducerRecord<>(Topics.PREVIEWS, id.partition(), key(id), previews.encode(preview)));
    }

    /**
     * Appends to the job's lifecycle and queues it for its next stage. Both are encoded before either is sent, so that they can share a request; the
     * event goes first: sent by one producer, it is on its way before the next stage can see the job.
     */
    CompletableFuture<Void> handOver(JobId id, Object what, String topic, StageJob job) {
        ProducerRecord<byte[], byte[]> event = record(id, what);
        ProducerRecord<byte[], byte[]> queued = new ProducerRecord<>(topic, key(id), jobs.encode(job));
        CompletableFuture<Void> told = send(event);
        return CompletableFuture.allOf(told, send(queued));
    }

    /** Queues a record as it is in another topic, with a word on where it comes from. */
    CompletableFuture<Void> copy(String topic, ConsumerRecord<byte[], byte[]> record, Origin origin) {
        return send(new ProducerRecord<>(topic, null, record.key(), record.value(), origin.headers()));
    }

    CompletableFuture<Void> deadLetter(String topic, byte @Nullable [] key, DeadLetter letter) {
        return send(new ProducerRecord<>(topic, key, deadLetters.encode(letter)));
    }

    private static byte[] key(JobId id) {
        return id.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Finds out about topics, so that the first write to each does not wait for that. */
    void prepare(Collection<String> names) {
        names.forEach(producer::partitionsFor);
    }

    long now() {
        return clock.millis();
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acked = new CompletableFuture<>();
        try {
            Future<RecordMetadata> unused = producer.send(record, (metadata, failure) -> {
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
