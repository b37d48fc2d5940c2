package io.strait.engine;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Threads with deep stacks that do everything native, in order of arrival. Work that has threads of its own besides says how many
 * processors it takes, and waits until as many are free.
 *
 * <p>ONNX Runtime recurses along a graph while it loads it and takes large buffers from the stack while it runs. Where a caller's
 * stack is too small the process ends without a word: measured with graphs of the demo size, loading needs between 2 and 4 MB and
 * the rest almost 900 KB, of the 1 MB that a Java thread has.
 */
final class NativeThreads implements AutoCloseable {
    private static final long STACK_BYTES = 64L << 20;

    private final ExecutorService executor;
    private final Semaphore free;
    /** Work that runs on one processor. */
    private final AtomicInteger single = new AtomicInteger();

    NativeThreads(int processors) {
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(processors, task -> {
            Thread thread = new Thread(null, task, "strait-engine-" + number.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
        this.free = new Semaphore(processors, true);
    }

    /** About how much work there is that takes one processor or waits for any. */
    int others() {
        return single.get() + free.getQueueLength();
    }

    /**
     * Waits until processors are free, then does work on one of the threads.
     *
     * @throws IllegalStateException if this is closed
     */
    <T> CompletableFuture<T> start(int processors, Supplier<T> work) {
        free.acquireUninterruptibly(processors);
        single.addAndGet(processors == 1 ? 1 : 0);
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return work.get();
                        } finally {
                            release(processors);
                        }
                    },
                    executor);
        } catch (RejectedExecutionException e) {
            release(processors);
            throw new IllegalStateException("engine: expected to be open, is closed", e);
        }
    }

    private void release(int processors) {
        single.addAndGet(processors == 1 ? -1 : 0);
        free.release(processors);
    }

    /**
     * Does work that takes one processor, and waits for its end.
     *
     * @throws IllegalStateException if this is closed
     */
    <T> T call(Supplier<T> work) {
        return result(start(1, work));
    }

    /** Waits for what was started; throws what it threw. */
    static <T> T result(CompletableFuture<T> started) {
        try {
            return started.join();
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
