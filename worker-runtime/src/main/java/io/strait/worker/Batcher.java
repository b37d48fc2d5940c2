package io.strait.worker;

import io.strait.model.TokenGrid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pass thread. Each round takes every active job's canvas, whatever its step, runs one pass for each grid among them, lets
 * finished jobs go and new ones in. Waits on a condition when there is nothing to do.
 */
final class Batcher implements AutoCloseable {
    /** What a round does with a job besides passing it through the network. */
    interface Hooks {
        /** Whether to go on with the job; if not, its hold has ended. Asked before every pass. */
        boolean goOn(StageRun run);

        /** A preview is due. Must not block. */
        void preview(StageRun run);

        /** Every grid is finished; the run is the callee's now. Must not block. */
        void finished(StageRun run);

        /** A bug: the thread ends. */
        void broken(Throwable bug);
    }

    private final Passes passes;
    private final Hooks hooks;
    private final WorkerMetrics metrics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<StageRun> joining = new ArrayList<>();
    private final List<StageRun> active = new ArrayList<>();
    private final Thread thread;
    private boolean closed;

    Batcher(String name, Passes passes, Hooks hooks, WorkerMetrics metrics) {
        this.passes = passes;
        this.hooks = hooks;
        this.metrics = metrics;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Lets a job in at the next round. */
    void join(StageRun run) {
        locked(() -> {
            joining.add(run);
            changed.signal();
        });
    }

    private void run() {
        try {
            while (awaitWork()) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable bug) {
            hooks.broken(bug);
        }
    }

    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && active.isEmpty() && joining.isEmpty()) {
                changed.await();
            }
            active.addAll(joining);
            joining.clear();
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void round() {
        active.removeIf(run -> !hooks.goOn(run));
        Map<TokenGrid, List<StageRun>> groups = new EnumMap<>(TokenGrid.class);
        active.forEach(run ->
                groups.computeIfAbsent(run.grid(), grid -> new ArrayList<>()).add(run));
        groups.forEach(this::pass);
        active.removeIf(StageRun::done);
    }

    private void pass(TokenGrid grid, List<StageRun> runs) {
        long start = System.nanoTime();
        List<Samples> samples = passes.step(grid, runs);
        metrics.pass(grid, runs.size(), Duration.ofNanos(System.nanoTime() - start));
        for (int i = 0; i < runs.size(); i++) {
            StageRun run = runs.get(i);
            run.accept(samples.get(i));
            if (run.previewDue()) {
                hooks.preview(run);
            }
            if (run.done()) {
                hooks.finished(run);
            }
        }
    }

    /** Ends the thread after the pass it is in; active jobs are left where they are. */
    @Override
    public void close() {
        locked(() -> {
            closed = true;
            changed.signal();
        });
        Joining.join(thread);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }
}
