package io.strait.worker;

import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Records that do not come to an end: set apart as suspects, then given up. Goes by key and bytes, because decoding may be what fails. */
final class DeadLetters {
    /** The bytes are no job. */
    static final String UNDECODABLE = "undecodable";
    /** Every delivery ended without an outcome, most likely because the job ends the process that runs it. */
    static final String UNDELIVERABLE = "undeliverable";

    private final Ledger ledger;
    private final Writes writes;
    private final Topics topics;
    private final StageName stage;
    private final String workerId;

    DeadLetters(Ledger ledger, Writes writes, Topics topics, StageName stage, String workerId) {
        this.ledger = ledger;
        this.writes = writes;
        this.topics = topics;
        this.stage = stage;
        this.workerId = workerId;
    }

    /** Moves a record to the topic of suspects. */
    void setApart(Hold hold, ConsumerRecord<byte[], byte[]> record) {
        writes.end(
                hold,
                record.topic() + " offset " + record.offset(),
                Outcome.SET_APART,
                () -> ledger.copy(topics.suspects(stage), record, Origin.of(record)));
    }

    /** Gives up a record that is no job; tells the job's readers, if the key names a job. */
    void undecodable(Hold hold, ConsumerRecord<byte[], byte[]> record, String reason) {
        Failed failed = new Failed("unprocessable", "the job's record cannot be read");
        giveUp(hold, record, letter(record, UNDECODABLE, reason, Deliveries.count(record)), failed);
    }

    /**
     * Gives up a record that was tried often enough, and tells the job's readers.
     *
     * @param tried how often, over both topics
     */
    void undeliverable(Hold hold, ConsumerRecord<byte[], byte[]> record, int tried) {
        String reason = "tried " + tried + " times, never came to an end";
        giveUp(
                hold,
                record,
                letter(record, UNDELIVERABLE, reason, tried),
                new Failed(UNDELIVERABLE, "the job was " + reason));
    }

    private void giveUp(Hold hold, ConsumerRecord<byte[], byte[]> record, DeadLetter letter, Failed failed) {
        Optional<JobId> job = jobId(record.key());
        writes.end(hold, "the dead letter of " + Origin.of(record), Outcome.DEAD, () -> {
            CompletableFuture<Void> written = ledger.deadLetter(topics.deadLetters(), record.key(), letter);
            return job.isEmpty() ? written : CompletableFuture.allOf(written, ledger.event(job.get(), failed));
        });
    }

    private DeadLetter letter(ConsumerRecord<byte[], byte[]> record, String code, String reason, int deliveries) {
        Origin origin = Origin.of(record);
        return DeadLetter.newBuilder()
                .setJobId(jobId(record.key()).map(JobId::toString).orElse(null))
                .setAt(ledger.now())
                .setStage(stage)
                .setWorkerId(workerId)
                .setCode(code)
                .setReason(reason)
                .setTopic(origin.topic())
                .setPartition(origin.partition())
                .setOffset(origin.offset())
                .setDeliveries(deliveries)
                .setValue(ByteBuffer.wrap(record.value() == null ? new byte[0] : record.value()))
                .build();
    }

    /** The job that a record's key names. */
    static Optional<JobId> jobId(byte @Nullable [] key) {
        if (key == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JobId.parse(new String(key, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
