package io.strait.worker;

import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.CorruptRecordException;
import io.strait.schemas.codec.UnknownSchemaException;
import io.strait.schemas.job.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a record when a lane gets it: it joins the batch, or its hold ends here. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Codecs codecs;
    private final Admission admission;
    private final Gate gate;
    private final Finisher finisher;
    private final DeadLetters deadLetters;
    private final Deliveries deliveries;
    private final WorkerMetrics metrics;
    private final Consumer<StageRun> join;

    /** @param join told of each job that is to run */
    Intake(
            Codecs codecs,
            Admission admission,
            Gate gate,
            Finisher finisher,
            DeadLetters deadLetters,
            Deliveries deliveries,
            WorkerMetrics metrics,
            Consumer<StageRun> join) {
        this.codecs = codecs;
        this.admission = admission;
        this.gate = gate;
        this.finisher = finisher;
        this.deadLetters = deadLetters;
        this.deliveries = deliveries;
        this.metrics = metrics;
        this.join = join;
    }

    /** Takes a record on; the hold ends when the record's fate is decided and written. */
    Hold take(ConsumerRecord<byte[], byte[]> record) {
        Hold hold = new Hold();
        if (Deliveries.suspect(record)) {
            LOG.warn("{}: delivery {}; from now on it runs alone", Origin.of(record), Deliveries.count(record));
            deadLetters.setApart(hold, record);
        } else {
            decode(record, hold);
        }
        return hold;
    }

    /** Takes on a record from the topic of suspects, which the process must hold nothing beside. */
    Hold takeSuspect(ConsumerRecord<byte[], byte[]> record) {
        Hold hold = new Hold();
        if (deliveries.spent(record)) {
            LOG.error("{}: given up after {} deliveries", Origin.of(record), deliveries.limit());
            metrics.undeliverable();
            deadLetters.undeliverable(hold, record, deliveries.limit());
        } else {
            decode(record, hold);
        }
        return hold;
    }

    private void decode(ConsumerRecord<byte[], byte[]> record, Hold hold) {
        if (record.value() == null) {
            giveUp(record, hold, "expected a job, got no value");
            return;
        }
        try {
            take(codecs.jobs().decode(record.value()), record, hold);
        } catch (UnknownSchemaException e) {
            // Newer than this worker: kept, renewed and shouted about, never rejected. An upgraded worker gets it when
            // this one stops.
            metrics.unknownSchema();
            hold.keepForOthers();
            LOG.error("{}: its schema is unknown here; held until this worker is replaced", Origin.of(record), e);
        } catch (CorruptRecordException e) {
            giveUp(record, hold, String.valueOf(e.getMessage()));
        }
    }

    private void giveUp(ConsumerRecord<byte[], byte[]> record, Hold hold, String reason) {
        LOG.error("{}: given up: {}", Origin.of(record), reason);
        metrics.undecodable();
        deadLetters.undecodable(hold, record, reason);
    }

    private void take(StageJob job, ConsumerRecord<byte[], byte[]> record, Hold hold) {
        String text = job.getSpec().getJobId();
        Optional<JobId> parsed = DeadLetters.jobId(text.getBytes(StandardCharsets.UTF_8));
        if (parsed.isEmpty()) {
            giveUp(record, hold, "job id: expected a UUID of version 7, got " + text);
            return;
        }
        JobId id = parsed.get();
        Optional<Outcome> unwanted = gate.unwanted(job.getSpec());
        if (unwanted.isPresent()) {
            hold.end(unwanted.get());
            return;
        }
        try {
            join.accept(admission.admit(id, job, hold));
        } catch (Admission.Refused e) {
            LOG.warn("job {} refused: {}", id, e.reason());
            finisher.fail(hold, id, e.code(), e.reason());
        }
    }
}
