package io.strait.worker;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A write that is not repeated when what goes with it is tried again, unless it failed itself. Used by one thread. */
final class Once implements Supplier<CompletableFuture<Void>> {
    private final Supplier<CompletableFuture<Void>> write;
    private @Nullable CompletableFuture<Void> written;

    Once(Supplier<CompletableFuture<Void>> write) {
        this.write = write;
    }

    /** The write, begun now or before. */
    @Override
    public CompletableFuture<Void> get() {
        CompletableFuture<Void> before = written;
        if (before == null || before.isCompletedExceptionally()) {
            before = write.get();
            written = before;
        }
        return before;
    }
}
