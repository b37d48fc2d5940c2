package io.strait.worker;

import java.time.Duration;

/** When a lane may take records, and when one that it has may run. Used by the lane's thread only; see {@link Isolation}. */
interface Turn {
    /** Waits until the lane may open its consumer; returns whether that came in time. */
    boolean enter(Duration atMost) throws InterruptedException;

    /** Whether the lane may go on taking records. If not, it is to close its consumer. */
    boolean stay();

    /** The lane has no consumer any more, or could not open one. Follows every {@link #enter} that returned true. */
    void leave();

    /** Waits until the record the lane holds may run; returns whether that came in time. */
    boolean begin(Duration atMost) throws InterruptedException;

    /** The lane holds no record any more. Harmless if none ever began. */
    void end();
}
