package io.strait.standalone.capacity;

/**
 * The workers of one stage.
 *
 * @param steps passes that a job needs
 * @param share of all jobs that come to this stage, above 0 and at most 1
 * @param lanes jobs that a worker holds at once
 * @param together of them, most in one pass
 * @param hopMillis from the last pass of the stage before, or the client's request, until a free lane has the job
 * @param turnMillis from a job's last pass until its lane can take another: two acknowledged writes, the acceptance, the next fetch
 */
public record Pool(
        String name,
        int workers,
        int steps,
        double share,
        PassTime pass,
        int lanes,
        int together,
        double hopMillis,
        double turnMillis) {
    /** With all lanes in every pass. */
    public Pool(
            String name,
            int workers,
            int steps,
            double share,
            PassTime pass,
            int lanes,
            double hopMillis,
            double turnMillis) {
        this(name, workers, steps, share, pass, lanes, lanes, hopMillis, turnMillis);
    }

    /** The same with another number of workers. */
    Pool withWorkers(int count) {
        return new Pool(name, count, steps, share, pass, lanes, together, hopMillis, turnMillis);
    }

    /** Jobs a second that one worker does whose lanes are never idle but for turning round. */
    double most() {
        double millis = pass.millis(together);
        // Where others are held besides, they are passed while one lane turns round.
        double turning = together < lanes ? 0 : turnMillis + millis / 2;
        return 1_000.0 * together / (steps * millis + turning);
    }
}
