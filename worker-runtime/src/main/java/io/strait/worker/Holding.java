package io.strait.worker;

import java.time.Duration;

/**
 * How many jobs a worker takes, and how it holds them.
 *
 * @param lanes interactive jobs held at once, 1 to {@value #MOST_LANES}
 * @param pass interactive jobs in one pass, 1 to {@value #MOST_LANES}: those that have had none, so that each shows something soon, then the oldest
 * @param bulk how bulk jobs are taken, beside those of the lanes
 * @param renewEvery how often a held record's lock is renewed
 * @param drain how long a closing worker goes on with the jobs it holds before it gives them back
 * @param deliveryLimit how often a job is tried before it is given up, 3 to 10
 */
public record Holding(int lanes, int pass, BulkLanes bulk, Duration renewEvery, Duration drain, int deliveryLimit) {
    /** More lanes than this would not share a pass well, and a group holds at most 1000. */
    public static final int MOST_LANES = 64;

    /**
     * Unless told otherwise. A renewal is due after a third of the 15 s lock, so that one may fail to arrive; ten seconds are long enough for a job of
     * any stage on two cores.
     */
    public static final Holding DEFAULT =
            new Holding(4, 4, BulkLanes.DEFAULT, Duration.ofSeconds(5), Duration.ofSeconds(10), Deliveries.MOST);

    /** Checks ranges. */
    public Holding {
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("lanes: expected 1 to " + MOST_LANES + ", got " + lanes);
        }
        if (pass < 1 || pass > MOST_LANES) {
            throw new IllegalArgumentException("pass: expected 1 to " + MOST_LANES + ", got " + pass);
        }
    }

    /** This with another number of lanes, whose jobs share every pass. */
    public Holding withLanes(int count) {
        return withLanes(count, count);
    }

    /** This with another number of lanes, and so many of their jobs in a pass. */
    public Holding withLanes(int count, int together) {
        return new Holding(count, together, bulk, renewEvery, drain, deliveryLimit);
    }

    /** This with another time between renewals. */
    public Holding withRenewEvery(Duration time) {
        return new Holding(lanes, pass, bulk, time, drain, deliveryLimit);
    }

    /** This with another time to drain. */
    public Holding withDrain(Duration atMost) {
        return new Holding(lanes, pass, bulk, renewEvery, atMost, deliveryLimit);
    }
}
