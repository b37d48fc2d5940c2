package io.strait.standalone.stack;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One-off threads for what blocks while the process starts or ends: a handful, each named for what it does. */
final class Threads {
    /** ONNX Runtime recurses along a graph while it loads one, further than Java's usual stack reaches. */
    private static final long STACK_BYTES = 64L << 20;

    private Threads() {}

    static CompletableFuture<Void> run(String name, Runnable work) {
        return CompletableFuture.runAsync(work, task -> start(name, task));
    }

    static <T> CompletableFuture<T> supply(String name, Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, task -> start(name, task));
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }
}
