package io.strait.gateway.job;

import io.strait.gateway.log.RecordSender;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes to the log. Futures are those of {@link RecordSender#send}: acknowledged or failed within half a minute. Calls return at once. */
final class LogWriter implements AutoCloseable {
    private static final int MOST_WAITING = 10_000;

    private final Topics topics;
    private final RecordSender sender;
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final RecordCodec<Control> controls = RecordCodec.of(Control.class);

    LogWriter(String bootstrap, Topics topics) {
        this.topics = topics;
        this.sender = new RecordSender(bootstrap, "gateway", MOST_WAITING);
    }

    /** Number of partitions of {@code events}. */
    CompletableFuture<Integer> partitions() {
        return sender.partitions(Topics.EVENTS);
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
        return sender.send(new ProducerRecord<>(topic, partition, timestamp, key, value));
    }

    /** Sends what waits, for some seconds at most. */
    @Override
    public void close() {
        sender.close();
    }
}
