package io.strait.worker;

import io.strait.schemas.avro.JobSpec;
import java.time.InstantSource;
import java.util.Optional;

/** Which jobs nobody waits for: cancelled, past their deadline, or done here not long ago. */
final class Gate {
    private final RecentJobs cancelled;
    private final RecentJobs done;
    private final InstantSource clock;

    Gate(RecentJobs cancelled, RecentJobs done, InstantSource clock) {
        this.cancelled = cancelled;
        this.done = done;
        this.clock = clock;
    }

    /** How the hold on an unwanted job ends. */
    Optional<Outcome> unwanted(JobSpec spec) {
        if (cancelled.contains(spec.getJobId())
                || (spec.getBatch() != null
                        && cancelled.contains(spec.getBatch().getBatchId()))) {
            return Optional.of(Outcome.CANCELLED);
        }
        if (clock.millis() > spec.getDeadline()) {
            return Optional.of(Outcome.EXPIRED);
        }
        return done.contains(spec.getJobId()) ? Optional.of(Outcome.DUPLICATE) : Optional.empty();
    }
}
