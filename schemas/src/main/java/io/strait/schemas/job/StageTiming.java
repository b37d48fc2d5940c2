package io.strait.schemas.job;

import java.util.OptionalLong;

/**
 * When a stage ran.
 *
 * @param steps of the stage
 * @param startedAt epoch milliseconds at the worker, empty if not known
 * @param millis how long the stage took, empty while it runs
 */
public record StageTiming(int steps, OptionalLong startedAt, OptionalLong millis) {
    StageTiming completed(int finishedSteps, long took) {
        return new StageTiming(finishedSteps, startedAt, OptionalLong.of(took));
    }
}
