package io.strait.gateway.job;

import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;

/** One thing a reader of a job's stream sees, with the cursor that resumes after it. */
public sealed interface JobItem {
    /** Resumes after this item. */
    Cursor cursor();

    /** A step of the job's life that changes something. */
    record Lifecycle(JobEvent event, Cursor cursor) implements JobItem {}

    /** The image so far. */
    record Picture(Preview preview, Cursor cursor) implements JobItem {}
}
