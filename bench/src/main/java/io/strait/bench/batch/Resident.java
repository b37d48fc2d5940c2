package io.strait.bench.batch;

import io.strait.bench.command.Machine;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Memory of another process that is resident, looked at now and then. */
final class Resident implements AutoCloseable {
    private static final int PERIOD_MILLIS = 50;

    private final long pid;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bench-resident");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long peak;

    /** @param pid of a process on this Linux */
    Resident(long pid) {
        this.pid = pid;
        var unused =
                timer.scheduleAtFixedRate(() -> peak = Math.max(peak, now()), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Bytes now; -1 where the system does not tell. */
    long now() {
        return Machine.residentBytes(pid);
    }

    /** The most bytes since the last call. */
    long peak() {
        long most = Math.max(peak, now());
        peak = 0;
        return most;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
