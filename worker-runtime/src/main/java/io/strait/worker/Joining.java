package io.strait.worker;

import java.time.Duration;

/** Waiting for threads to end. */
final class Joining {
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    private Joining() {}

    /** Waits for a thread, unless it is the caller's own. */
    static void join(Thread thread) {
        join(thread, AT_MOST);
    }

    /** Waits for a thread at most so long; returns whether it ended. */
    static boolean join(Thread thread, Duration atMost) {
        if (thread == Thread.currentThread()) {
            return false;
        }
        try {
            thread.join(Math.max(1, atMost.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
