package io.strait.trainer.training;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is asked to do.
 *
 * @param out folder for checkpoint, metrics and sheets
 * @param steps steps in all, those before a resume included
 * @param budget training time in all; if not zero, as many steps as fit instead of {@code steps}
 * @param stopAfter finished steps after which to end this sitting, to be resumed later; the learning rate is still that
 *     of a run of {@code steps}
 * @param batch samples a step
 * @param rate highest learning rate
 * @param seed seed of everything random
 * @param resume go on from the checkpoint in {@code out}
 * @param checkpointEvery time between checkpoints
 * @param bfloat16 compute in bfloat16
 */
public record RunOptions(
        Path out,
        long steps,
        Duration budget,
        long stopAfter,
        int batch,
        double rate,
        long seed,
        boolean resume,
        Duration checkpointEvery,
        boolean bfloat16) {}
