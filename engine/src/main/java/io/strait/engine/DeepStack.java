package io.strait.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Does work on a thread with a deep stack and waits for it.
 *
 * <p>ONNX Runtime recurses along a graph while it loads it. On a Java thread of the usual 1 MB that overruns the stack and ends the
 * process without a word: with the shipped graphs 2 MB crash and 4 MB do not.
 */
final class DeepStack {
    private static final long BYTES = 64L << 20;

    private DeepStack() {}

    static <T> T call(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, task -> new Thread(null, task, "strait-load", BYTES).start())
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
