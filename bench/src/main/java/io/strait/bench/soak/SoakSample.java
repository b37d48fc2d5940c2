package io.strait.bench.soak;

import io.strait.bench.command.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/** What the process takes at a moment: resident memory and heap in use after a collection, in MiB, and threads. */
record SoakSample(
        double minute, double residentMiB, double heapMiB, int threads, long completed, long cancelled, long left) {
    private static final double MEBI = 1 << 20;

    static SoakSample take(double minute, Mix mix) throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long resident = Machine.residentBytes(ProcessHandle.current().pid());
        if (resident < 0) {
            throw new IOException("/proc/self/status: expected a line VmRSS, there is none");
        }
        return new SoakSample(
                rounded(minute),
                rounded(resident / MEBI),
                rounded((runtime.totalMemory() - runtime.freeMemory()) / MEBI),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                mix.completed(),
                mix.cancelled(),
                mix.left());
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
