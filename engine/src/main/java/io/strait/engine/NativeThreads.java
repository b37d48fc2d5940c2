package io.strait.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads with deep stacks that do everything native, in order of arrival; callers wait.
 *
 * <p>ONNX Runtime recurses along a graph while it loads it and takes large buffers from the stack while it runs. Where a caller's
 * stack is too small the process ends without a word: measured with graphs of the demo size, loading needs between 2 and 4 MB and
 * the rest almost 900 KB, of the 1 MB that a Java thread has.
 */
final class NativeThreads implements AutoCloseable {
    private static final long STACK_BYTES = 64L << 20;

    private final ExecutorService executor;

    NativeThreads(int count) {
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(null, task, "strait-engine-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Does work on one of the threads, when one is free.
     *
     * @throws IllegalStateException if this is closed
     */
    <T> T call(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, executor).join();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("engine: expected to be open, is closed", e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Lets work already asked for finish, and takes no more. */
    @Override
    public void close() {
        executor.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (executor.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                // A pass cannot be stopped, and freeing its graph under it would end the process.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
