package io.strait.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The writes that end a hold: it ends when every one is acknowledged. What fails is tried again, with growing pauses, as long as the hold is
 * open.
 */
final class Writes {
    private final Executor writer;
    private final Health health;

    /** @param writer runs the writes; not the producer's own thread, which sends wait for */
    Writes(Executor writer, Health health) {
        this.writer = writer;
        this.health = health;
    }

    /** Where writes run. */
    Executor writer() {
        return writer;
    }

    /**
     * Writes, then ends the hold.
     *
     * @param what for the log
     */
    void end(Hold hold, String what, Outcome outcome, Supplier<CompletableFuture<Void>> writes) {
        writer.execute(() -> endNow(hold, what, outcome, writes));
    }

    private void endNow(Hold hold, String what, Outcome outcome, Supplier<CompletableFuture<Void>> writes) {
        if (!hold.open()) {
            return;
        }
        CompletableFuture<Void> unused = attempt(writes).whenComplete((written, failure) -> {
            if (failure == null) {
                health.succeeded();
                hold.end(outcome);
            } else {
                Duration pause = health.failed("writing the end of " + what, failure);
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, writer)
                        .execute(() -> endNow(hold, what, outcome, writes));
            }
        });
    }

    private static CompletableFuture<Void> attempt(Supplier<CompletableFuture<Void>> writes) {
        try {
            return writes.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
