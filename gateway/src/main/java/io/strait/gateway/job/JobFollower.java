package io.strait.gateway.job;

import io.strait.gateway.job.LogRecord.EventRecord;
import io.strait.gateway.job.LogRecord.PreviewRecord;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One reader of one job: folds the job's records and passes on what lies after the reader's cursor.
 *
 * <p>Live records that arrive while the replay is under way wait until it has been passed on. All state belongs to the executor;
 * the methods may be called from any thread.
 */
final class JobFollower {
    private final JobId id;
    private final Cursor from;
    private final Predicate<JobSpec> readable;
    private final Executor executor;
    private final JobListener listener;

    private @Nullable List<LogRecord> waiting = new ArrayList<>();
    private JobView view;
    private Cursor cursor;
    private boolean found;
    private volatile boolean done;

    /** @param readable whether the reader may see the job; one it may not see is missing */
    JobFollower(JobId id, Cursor from, Predicate<JobSpec> readable, Executor executor, JobListener listener) {
        this.id = id;
        this.from = from;
        this.readable = readable;
        this.executor = executor;
        this.listener = listener;
        this.view = JobView.empty(id.toString());
        // Events are folded from the job's first on, whatever has been seen; previews need no fold.
        this.cursor = new Cursor(id.partition(), 0, from.nextPreview(), from.stage(), from.step());
    }

    JobId id() {
        return id;
    }

    Cursor from() {
        return from;
    }

    /** Whether nothing more will be passed on. */
    boolean done() {
        return done;
    }

    /** The reader has gone. */
    void cancel() {
        done = true;
    }

    /** A new record from the tail. */
    void live(LogRecord entry) {
        executor.execute(() -> {
            if (waiting != null) {
                waiting.add(entry);
            } else {
                read(entry);
            }
        });
    }

    /** Everything before the offset at which the tail was joined. */
    void replayed(List<LogRecord> entries) {
        executor.execute(() -> {
            entries.forEach(this::read);
            if (!found && !done) {
                done = true;
                listener.missing();
            }
            drain();
        });
    }

    /** There is nothing to replay: the job's first record is still to come. */
    void fresh() {
        executor.execute(this::drain);
    }

    void broken(Throwable cause) {
        executor.execute(() -> {
            if (!done) {
                done = true;
                listener.broken(cause);
            }
        });
    }

    private void drain() {
        List<LogRecord> late = waiting == null ? List.of() : waiting;
        waiting = null;
        late.forEach(this::read);
    }

    private void read(LogRecord entry) {
        if (done) {
            return;
        }
        if (entry instanceof EventRecord event) {
            readEvent(event);
        } else if (entry instanceof PreviewRecord preview) {
            readPreview(preview);
        }
    }

    private void readEvent(EventRecord entry) {
        if (entry.offset() < cursor.nextEvent() || (!found && !(entry.event().getWhat() instanceof Queued))) {
            return;
        }
        if (entry.event().getWhat() instanceof Queued queued && !readable.test(queued.getSpec())) {
            done = true;
            listener.missing();
            return;
        }
        boolean seen = view.accepts(entry.event());
        view = view.with(entry.event());
        cursor = cursor.afterEvent(entry.offset());
        if (!found) {
            found = true;
            listener.found();
        }
        if (seen && entry.offset() >= from.nextEvent() && !done) {
            listener.item(new JobItem.Lifecycle(entry.event(), cursor));
        }
        if (view.terminal() && !done) {
            done = true;
            listener.finished();
        }
    }

    private void readPreview(PreviewRecord entry) {
        var preview = entry.preview();
        if (!found
                || entry.offset() < cursor.nextPreview()
                || !cursor.isBefore(preview.getStage(), preview.getStep())) {
            return;
        }
        cursor = cursor.afterPreview(entry.offset(), preview.getStage(), preview.getStep());
        listener.item(new JobItem.Picture(preview, cursor));
    }
}
