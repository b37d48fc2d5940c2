package io.strait.gateway.job;

import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import java.util.ArrayList;
import java.util.List;

/** A decoded record of one of the two topics a job's stream is made of. */
sealed interface LogRecord {
    /** The job it belongs to. */
    String jobId();

    /** Offset in its partition. */
    long offset();

    /** Record timestamp, epoch milliseconds. */
    long timestamp();

    /** Of a job's lifecycle. */
    record EventRecord(JobEvent event, long offset, long timestamp) implements LogRecord {
        @Override
        public String jobId() {
            return event.getJobId();
        }
    }

    /** The image so far. */
    record PreviewRecord(Preview preview, long offset, long timestamp) implements LogRecord {
        @Override
        public String jobId() {
            return preview.getJobId();
        }
    }

    /**
     * Joins the two topics' records in time order. Each topic's own order is kept whatever the clocks said; at equal times the
     * event comes first.
     */
    static List<LogRecord> merge(List<EventRecord> events, List<PreviewRecord> previews) {
        List<LogRecord> merged = new ArrayList<>(events.size() + previews.size());
        int e = 0;
        for (PreviewRecord preview : previews) {
            while (e < events.size() && events.get(e).timestamp() <= preview.timestamp()) {
                merged.add(events.get(e++));
            }
            merged.add(preview);
        }
        merged.addAll(events.subList(e, events.size()));
        return merged;
    }
}
