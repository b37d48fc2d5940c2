package io.strait.gateway.job;

import io.strait.gateway.job.LogRecord.EventRecord;
import io.strait.gateway.job.LogRecord.PreviewRecord;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job stands.
 *
 * @param spec what was asked for
 * @param view its events, folded
 * @param preview its furthest preview, null before the first
 */
public record JobSnapshot(
        JobSpec spec, JobView view, @Nullable Progress preview) {

    /** Place of a preview: step is 1-based within the stage. */
    public record Progress(StageName stage, int step, int steps) {}

    /** Folds a replay that begins with the queued event. */
    static JobSnapshot of(List<LogRecord> entries) {
        JobView view = JobView.empty(entries.get(0).jobId());
        Cursor cursor = Cursor.start(0);
        Progress progress = null;
        for (LogRecord entry : entries) {
            if (entry instanceof EventRecord event) {
                view = view.with(event.event());
            } else if (entry instanceof PreviewRecord seen) {
                var preview = seen.preview();
                if (cursor.isBefore(preview.getStage(), preview.getStep())) {
                    cursor = cursor.afterPreview(seen.offset(), preview.getStage(), preview.getStep());
                    progress = new Progress(preview.getStage(), preview.getStep(), preview.getSteps());
                }
            }
        }
        return new JobSnapshot(view.spec().orElseThrow(), view, progress);
    }
}
