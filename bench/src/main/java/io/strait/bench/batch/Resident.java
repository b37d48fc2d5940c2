package io.strait.bench.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Memory of another process that is resident, looked at now and then. */
final class Resident implements AutoCloseable {
    private static final int PERIOD_MILLIS = 50;
    private static final long KIBI = 1024;

    private final Path status;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bench-resident");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long peak;

    /** @param pid of a process on this Linux */
    Resident(long pid) {
        this.status = Path.of("/proc", Long.toString(pid), "status");
        var unused =
                timer.scheduleAtFixedRate(() -> peak = Math.max(peak, now()), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Bytes now; -1 where the system does not tell. */
    long now() {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
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
