package io.strait.gateway.bulk;

import io.strait.schemas.avro.StageJob;

/**
 * A job in the intake.
 *
 * @param offset of its record
 * @param cost token rows that go through the networks for it
 */
record WaitingJob(long offset, StageJob job, long cost) {
    String jobId() {
        return job.getSpec().getJobId();
    }
}
