package io.strait.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The side path: one thread that draws previews and images, so that passes wait for neither.
 *
 * <p>What concerns one job happens in the order it was given in, so a stage's previews never go backwards and its image comes after them. First previews overtake other jobs' work. Previews beyond the capacity are refused, other tasks never.
 */
final class PicturePath implements AutoCloseable, Executor {
    /** Most previews drawn in one decoder pass: more would keep the first of them waiting. */
    private static final int SHARED = 4;

    /**
     * A preview to draw and write.
     *
     * @param written completes when it is written, or known not to be
     */
    record Preview(StageRun run, Drawing drawing, int step, CompletableFuture<Void> written) {
        static Preview of(StageRun run) {
            return new Preview(run, run.drawing(), run.step(), new CompletableFuture<>());
        }
    }

    /** Either a preview or something else. */
    private record Task(@Nullable Preview preview, @Nullable Runnable action) {}

    private final Consumer<List<Preview>> draw;
    private final Consumer<Throwable> broken;
    private final int capacity;
    private final Deque<Preview> first = new ArrayDeque<>();
    private final Deque<Task> queue = new ArrayDeque<>();
    private final Thread thread;
    private int waiting;
    private boolean closed;

    /**
     * @param draw draws and writes previews that are alike
     * @param broken told of a bug; the thread ends
     * @param capacity most previews that wait, first ones not counted
     */
    PicturePath(String name, Consumer<List<Preview>> draw, Consumer<Throwable> broken, int capacity) {
        this.draw = draw;
        this.broken = broken;
        this.capacity = capacity;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Gives a preview; returns false if it is skipped because too many wait. */
    synchronized boolean offer(Preview preview) {
        if (preview.step() == 1) {
            first.add(preview);
        } else if (waiting >= capacity) {
            return false;
        } else {
            queue.add(new Task(preview, null));
            waiting++;
        }
        notifyAll();
        return true;
    }

    /** Runs something after everything given before; dropped after {@link #close()}. */
    @Override
    public synchronized void execute(Runnable action) {
        queue.add(new Task(null, action));
        notifyAll();
    }

    private void run() {
        try {
            for (Runnable next = take(); next != null; next = take()) {
                next.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable bug) {
            broken.accept(bug);
        }
    }

    private synchronized @Nullable Runnable take() throws InterruptedException {
        while (!closed && first.isEmpty() && queue.isEmpty()) {
            wait();
        }
        if (closed) {
            return null;
        }
        List<Preview> together = new ArrayList<>();
        while (!first.isEmpty() && joins(together, first.peekFirst())) {
            together.add(first.removeFirst());
        }
        if (!together.isEmpty()) {
            return () -> draw.accept(together);
        }
        Runnable action = queue.peekFirst().action();
        if (action != null) {
            queue.removeFirst();
            return action;
        }
        Preview next = queue.peekFirst().preview();
        while (next != null && joins(together, next)) {
            together.add(next);
            queue.removeFirst();
            waiting--;
            next = queue.isEmpty() ? null : queue.peekFirst().preview();
        }
        return () -> draw.accept(together);
    }

    private static boolean joins(List<Preview> together, Preview next) {
        return together.isEmpty()
                || (together.size() < SHARED && together.get(0).drawing().alike(next.drawing()));
    }

    /** Ends the thread after the task it is in. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Joining.join(thread);
    }
}
