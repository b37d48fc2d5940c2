package io.strait.worker;

import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * In place of an engine, for measuring and disturbing everything but the network: a pass waits a fixed time, whatever the jobs in it, and
 * paints nothing, for ids follow from the uniform numbers alone. As deterministic as an engine: a job gives the same bytes whoever runs it.
 *
 * @param pass how long a pass takes
 * @param beforePass told the seed of each job that is about to share a pass
 */
public record Rehearsal(Duration pass, LongConsumer beforePass) {
    /** Passes that take so long and tell nobody. */
    public static Rehearsal of(Duration pass) {
        return new Rehearsal(pass, seed -> {});
    }
}
