package io.strait.worker;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what the worker writes to (broker, artifact store) is there. After a failed write no lane takes new records for a while,
 * longer each time; any write that succeeds ends that. Thread-safe.
 */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private Duration nextPause = FIRST_PAUSE;
    private long suspendedUntil;
    private boolean failing;
    private boolean closed;

    /** A write failed. Returns how long to wait before trying it again. */
    synchronized Duration failed(String what, Throwable why) {
        Duration pause = nextPause;
        LOG.warn("{} failed; next try in {} ms", what, pause.toMillis(), why);
        Duration doubled = pause.multipliedBy(2);
        nextPause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        suspendedUntil = System.nanoTime() + pause.toNanos();
        failing = true;
        return pause;
    }

    /** A write succeeded. */
    synchronized void succeeded() {
        if (failing) {
            LOG.info("writes succeed again");
            failing = false;
            nextPause = FIRST_PAUSE;
            notifyAll();
        }
    }

    /** Whether the last write succeeded. */
    synchronized boolean good() {
        return !failing;
    }

    /** Whether lanes may take records: also true for a try after a pause. */
    synchronized boolean open() {
        return !failing || System.nanoTime() - suspendedUntil >= 0;
    }

    /** Waits until lanes may take records or the worker closes; returns whether they may. */
    synchronized boolean awaitOpen() throws InterruptedException {
        while (!closed && !open()) {
            long millis = Duration.ofNanos(suspendedUntil - System.nanoTime()).toMillis();
            wait(Math.max(1, millis));
        }
        return !closed;
    }

    /** Waits, or less if the worker closes. */
    synchronized void pause(Duration pause) throws InterruptedException {
        long until = System.nanoTime() + pause.toNanos();
        while (!closed && until - System.nanoTime() > 0) {
            wait(Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis()));
        }
    }

    /** Whether the worker closes. */
    synchronized boolean closed() {
        return closed;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
