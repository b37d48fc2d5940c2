package io.strait.engine;

import java.util.List;

/**
 * What a graph is run for: several jobs that may share runs.
 *
 * @param <J> a job
 * @param <R> its result
 */
interface Pass<J, R> {
    /** Tokens of a job, over all its rows. */
    int tokens(J job);

    /** Adds the inputs of a run of these jobs. */
    void write(List<J> jobs, PassInputs inputs);

    /** The results of a run of these jobs, in their order. */
    List<R> read(List<J> jobs, PassOutputs outputs);
}
