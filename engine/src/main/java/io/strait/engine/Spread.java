package io.strait.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * How the jobs of a pass are spread over threads.
 *
 * <p>On processors every thread takes a whole job: nothing meets between operators, so that a thread that loses its processor for a
 * moment does not stop the others. Jobs that are too few for that share all threads. An accelerator takes all jobs at once.
 *
 * @param threads that one run may use
 * @param tokens most of one run, over all its rows; a job larger than that is a run of its own
 * @param byJob whether threads take whole jobs
 */
record Spread(int threads, int tokens, boolean byJob) {
    /** Tokens over all rows of a run on processors: two rows of the largest grid of the demo bundle. */
    private static final int CPU_TOKENS = 8192;

    /** @param small whether the graphs are small enough to be held twice */
    static Spread overProcessors(int threads, boolean small) {
        return new Spread(threads, CPU_TOKENS, small);
    }

    static Spread onAccelerator(int threads) {
        return new Spread(threads, Integer.MAX_VALUE, false);
    }

    /**
     * Jobs that run together.
     *
     * @param single whether on one thread, not on all
     */
    record Run<T>(List<T> jobs, boolean single) {}

    /**
     * Spreads jobs; the runs have them in their order.
     *
     * @param tokensOf a job
     * @param others what else is there that runs on one thread or waits for any: it fills what jobs of one thread leave
     */
    <T> List<Run<T>> of(List<T> jobs, ToIntFunction<T> tokensOf, int others) {
        int left = byJob ? jobs.size() % threads : jobs.size();
        int together = byJob && left + others >= threads ? 0 : left;
        List<Run<T>> runs = new ArrayList<>();
        for (List<T> part : split(jobs.subList(0, together), tokensOf)) {
            runs.add(new Run<>(part, false));
        }
        for (T job : jobs.subList(together, jobs.size())) {
            runs.add(new Run<>(List.of(job), true));
        }
        return runs;
    }

    private <T> List<List<T>> split(List<T> jobs, ToIntFunction<T> tokensOf) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        long size = 0;
        for (T job : jobs) {
            int next = tokensOf.applyAsInt(job);
            if (!part.isEmpty() && size + next > tokens) {
                parts.add(List.copyOf(part));
                part.clear();
                size = 0;
            }
            part.add(job);
            size += next;
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }
}
