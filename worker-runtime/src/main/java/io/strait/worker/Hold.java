package io.strait.worker;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A lane's hold on one record, from the poll that gave it to its one outcome. Thread-safe. */
final class Hold {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile boolean forOthers;

    /** Whether there is no outcome yet. Nothing may be emitted for a job whose hold is not open. */
    boolean open() {
        return !outcome.isDone();
    }

    /** Nothing will be done with the record here: it is kept until another worker can have it. */
    void keepForOthers() {
        forOthers = true;
    }

    /** Gives the record back if it is only {@linkplain #keepForOthers kept}. */
    void giveBackIfKept() {
        if (forOthers) {
            end(Outcome.DRAINED);
        }
    }

    /** Ends the hold; returns whether this call did. */
    boolean end(Outcome how) {
        return outcome.complete(how);
    }

    /** Waits for the outcome; empty if there is none in time. */
    Optional<Outcome> await(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(outcome.get(atMost.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("hold: expected an outcome, got a failure", e);
        }
    }
}
