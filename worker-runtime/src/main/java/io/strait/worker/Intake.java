package io.strait.worker;

import io.strait.schemas.avro.StageJob;
import io.strait.schemas.codec.CorruptRecordException;
import io.strait.schemas.codec.UnknownSchemaException;
import io.strait.schemas.job.JobId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a record when a lane gets it: it joins the batch, or its hold ends here. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Codecs codecs;
    private final Admission admission;
    private final Gate gate;
    private final Finisher finisher;
    private final Consumer<StageRun> join;

    /** @param join told of each job that is to run */
    Intake(Codecs codecs, Admission admission, Gate gate, Finisher finisher, Consumer<StageRun> join) {
        this.codecs = codecs;
        this.admission = admission;
        this.gate = gate;
        this.finisher = finisher;
        this.join = join;
    }

    /** Takes a record on; the hold ends when the record's fate is decided and written. */
    Hold take(ConsumerRecord<byte[], byte[]> record) {
        Hold hold = new Hold();
        try {
            take(record, hold);
        } catch (UnknownSchemaException e) {
            // Newer than this worker: kept, renewed and shouted about, never rejected. An upgraded worker gets it when
            // this one stops.
            LOG.error("{}: its schema is unknown here; held until this worker is replaced", where(record), e);
        } catch (CorruptRecordException e) {
            LOG.error("{}: cannot be decoded", where(record), e);
            idOf(record.key())
                    .ifPresentOrElse(
                            id -> finisher.fail(hold, id, "unprocessable", "the job's record cannot be read"),
                            () -> hold.end(Outcome.FAILED));
        }
        return hold;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Hold hold) {
        StageJob job = codecs.jobs().decode(record.value());
        Optional<JobId> parsed = idOf(job.getSpec().getJobId().getBytes(StandardCharsets.UTF_8));
        if (parsed.isEmpty()) {
            LOG.error(
                    "{}: {} is no job id; dropped", where(record), job.getSpec().getJobId());
            hold.end(Outcome.FAILED);
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

    private static Optional<JobId> idOf(byte @Nullable [] text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JobId.parse(new String(text, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String where(ConsumerRecord<byte[], byte[]> record) {
        return record.topic() + "-" + record.partition() + " offset " + record.offset();
    }
}
