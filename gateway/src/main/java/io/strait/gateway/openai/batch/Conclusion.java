package io.strait.gateway.openai.batch;

import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.avro.BatchStatus;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.job.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The last step: every job has ended, or is ended here because the batch is cancelled or late; then the files are written and, in one
 * transaction, they and the batch's end become known.
 */
final class Conclusion {
    private static final int AT_ONCE = 1_000;

    private final BatchContext context;

    Conclusion(BatchContext context) {
        this.context = context;
    }

    /** The ended batch, which has been committed; empty if it waits for jobs that are still under way. Blocks. */
    Optional<Batch> run(Batch batch, BatchPlace place, BatchStatus ending, BatchLog log) throws IOException {
        InputLines lines = new InputLines(context, batch, place);
        Outcomes outcomes = read(batch, place);
        List<JobId> open = new ArrayList<>();
        lines.forEach(line ->
                line.jobs().stream().filter(id -> outcomes.of(id) == null).forEach(open::add));
        if (!open.isEmpty()) {
            Object end = end(batch, ending);
            if (end == null) {
                return Optional.empty();
            }
            if (ending == BatchStatus.CANCELLED) {
                context.jobs()
                        .write(List.of(context.jobs().cancelled(batch.getSpec().getId(), context.now())));
            }
            end(open, end);
        }
        // What was just ended may have ended otherwise a moment before: the log's order says.
        Outcomes settled = open.isEmpty() ? outcomes : read(batch, place);
        try (OutputFiles files = new OutputFiles(context, batch)) {
            ResultLines results = new ResultLines(context, batch, ending, settled);
            lines.forEach(line -> {
                if (results.write(line, files)) {
                    files.completed();
                } else {
                    files.failed();
                }
            });
            Batch ended = files.end(batch, ending);
            List<ProducerRecord<byte[], byte[]>> rows = new ArrayList<>();
            files.rows().forEach(row -> rows.add(log.row(row)));
            rows.add(log.row(ended));
            log.commit(rows);
            return Optional.of(ended);
        }
    }

    private Outcomes read(Batch batch, BatchPlace place) {
        return Outcomes.read(context.services().kafka(), batch, place);
    }

    private static @Nullable Object end(Batch batch, BatchStatus ending) {
        return switch (ending) {
            case CANCELLED -> new Cancelled("batch");
            case EXPIRED -> new Expired(batch.getSpec().getExpiresAt());
            default -> null;
        };
    }

    private void end(List<JobId> jobs, Object what) {
        for (int from = 0; from < jobs.size(); from += AT_ONCE) {
            long now = context.now();
            context.jobs()
                    .write(jobs.subList(from, Math.min(jobs.size(), from + AT_ONCE)).stream()
                            .map(id -> context.jobs().event(id, what, now))
                            .toList());
        }
    }
}
