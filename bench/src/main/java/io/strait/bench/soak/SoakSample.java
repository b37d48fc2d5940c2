package io.strait.bench.soak;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the process takes at a moment: resident memory and heap in use after a collection, in MiB, and threads. */
record SoakSample(
        double minute, double residentMiB, double heapMiB, int threads, long completed, long cancelled, long left) {
    private static final double MEBI = 1 << 20;

    static SoakSample take(double minute, Mix mix) throws IOException {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return new SoakSample(
                rounded(minute),
                rounded(residentBytes() / MEBI),
                rounded((runtime.totalMemory() - runtime.freeMemory()) / MEBI),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                mix.completed(),
                mix.cancelled(),
                mix.left());
    }

    private static long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("/proc/self/status: expected a line VmRSS, there is none");
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
