package io.strait.worker;

import io.strait.model.TokenGrid;
import io.strait.schemas.avro.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The pass thread. Each round takes active jobs' canvases, whatever their steps, runs one pass for each grid among them, lets
 * finished jobs go and new ones in. Where there are more than go into a pass, those that have taken no step yet come first, then the oldest. Bulk jobs are parked, that is left out of rounds, while the {@link RightOfWay} is others'. Waits on a
 * condition when there is nothing to do.
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

    private static final long PARKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Passes passes;
    private final Hooks hooks;
    private final RightOfWay way;
    private final int most;
    private final BulkLanes bulk;
    private final WorkerMetrics metrics;
    private final Runnable wake = this::wake;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<StageRun> joining = new ArrayList<>();
    private final List<StageRun> active = new ArrayList<>();
    private final Thread thread;
    private boolean woken;
    private boolean ended;
    private boolean closed;

    Batcher(String name, Passes passes, Hooks hooks, RightOfWay way, Holding holding, WorkerMetrics metrics) {
        this.passes = passes;
        this.hooks = hooks;
        this.way = way;
        this.most = holding.pass();
        this.bulk = holding.bulk();
        this.metrics = metrics;
        this.thread = new Thread(this::run, name);
    }

    void start() {
        thread.start();
    }

    /** Lets a job in at the next round. */
    void join(StageRun run) {
        locked(() -> {
            if (ended) {
                return;
            }
            joining.add(run);
            if (!isBulk(run)) {
                // Counted from here on: no pass of bulk jobs begins any more.
                way.arrive();
            }
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
        } finally {
            way.end(wake);
            locked(() -> {
                active.addAll(joining);
                joining.clear();
                ended = true;
            });
            letGo(run -> true);
            way.withdraw(wake);
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

    private void round() throws InterruptedException {
        letGo(run -> !hooks.goOn(run));
        List<StageRun> now = chosen();
        if (now.isEmpty()) {
            awaitTurn();
            return;
        }
        Map<TokenGrid, List<StageRun>> groups = new EnumMap<>(TokenGrid.class);
        now.forEach(run ->
                groups.computeIfAbsent(run.grid(), grid -> new ArrayList<>()).add(run));
        groups.forEach(this::pass);
        letGo(StageRun::done);
        way.end(wake);
    }

    /** Whose canvases are in the coming pass; none while all are parked. */
    private List<StageRun> chosen() {
        List<StageRun> now = new ArrayList<>(active);
        now.removeIf(Batcher::isBulk);
        List<StageRun> later = new ArrayList<>(active);
        later.removeAll(now);
        if (!now.isEmpty()) {
            // A sort that keeps the order of arrival.
            now.sort(Comparator.comparing(run -> run.step() > 0));
            now.subList(Math.min(most, now.size()), now.size()).clear();
            now.addAll(later.subList(0, Math.max(0, Math.min(later.size(), bulk.beside() - now.size()))));
        } else if (later.isEmpty()) {
            way.withdraw(wake);
        } else if (way.begin(wake)) {
            // The oldest first: those behind them have waited less, and a job that ends makes room.
            now.addAll(later.subList(0, Math.min(later.size(), bulk.pass())));
        }
        return now;
    }

    private void awaitTurn() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // Looks at parked jobs now and then all the same: they may be cancelled.
            long nanos = active.isEmpty() ? 0 : PARKED_NANOS;
            while (nanos > 0 && !closed && !woken && joining.isEmpty()) {
                nanos = changed.awaitNanos(nanos);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        locked(() -> {
            woken = true;
            changed.signal();
        });
    }

    private void letGo(Predicate<StageRun> which) {
        active.removeIf(run -> {
            boolean gone = which.test(run);
            if (gone) {
                leave(run);
            }
            return gone;
        });
    }

    private void leave(StageRun run) {
        if (!isBulk(run)) {
            way.leave();
        }
    }

    private static boolean isBulk(StageRun run) {
        return run.spec().getPriority() == Priority.BULK;
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
