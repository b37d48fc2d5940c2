package io.strait.worker;

/**
 * How a worker takes bulk jobs.
 *
 * @param lanes bulk jobs held at once, 0 to {@value WorkerConfig#MOST_LANES}; 0: the worker takes interactive jobs only
 * @param pass bulk jobs in a pass that holds nothing else, at least 1. An interactive job that comes waits for such a pass to end: on a
 *     processor, where a pass takes longer the more jobs are in it, few
 * @param beside a pass of interactive jobs is filled up with bulk jobs to this many in all; 1 or less: bulk jobs are parked while an interactive
 *     one is there. More where a fuller pass takes no longer
 */
public record BulkLanes(int lanes, int pass, int beside) {
    /** For a few processors. */
    public static final BulkLanes DEFAULT = new BulkLanes(2, 1, 1);

    /** Checks ranges. */
    public BulkLanes {
        if (lanes < 0 || lanes > Holding.MOST_LANES) {
            throw new IllegalArgumentException("bulk lanes: expected 0 to " + Holding.MOST_LANES + ", got " + lanes);
        }
        if (pass < 1) {
            throw new IllegalArgumentException("bulk pass: expected at least 1, got " + pass);
        }
    }
}
