package io.strait.bench.command;

import io.strait.engine.EngineInfo;
import io.strait.model.bundle.BundleManifest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where it was measured.
 *
 * @param loadAverage of the last minute, before the measurement: above the bench's own work it disturbs the result
 */
public record Machine(
        String cpu,
        int processors,
        long memoryBytes,
        String system,
        String java,
        String engine,
        String instructionSet,
        int threads,
        String bundle,
        String bundleHash,
        double loadAverage) {
    private static final long KIBI = 1024;

    /** This one, with what runs the model on it. */
    public static Machine of(EngineInfo engine, BundleManifest manifest, double loadAverage) {
        return new Machine(
                cpuName(),
                Runtime.getRuntime().availableProcessors(),
                kibibytes(Path.of("/proc/meminfo"), "MemTotal"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.version"),
                engine.choice().wireName() + " " + engine.engine() + " " + engine.version(),
                engine.instructionSet(),
                engine.threads(),
                manifest.name(),
                manifest.hash(),
                loadAverage);
    }

    /** The processor's name; unknown where the system does not tell. */
    public static String cpuName() {
        return field(Path.of("/proc/cpuinfo"), "model name");
    }

    /** Memory of a process that is resident, in bytes; -1 where /proc does not tell. */
    public static long residentBytes(long pid) {
        return kibibytes(Path.of("/proc", Long.toString(pid), "status"), "VmRSS");
    }

    /** Load of the last minute, negative if the system does not tell. */
    public static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** The most memory this process has had resident, in bytes; -1 where /proc does not tell. */
    public static long peakResidentBytes() {
        return kibibytes(Path.of("/proc/self/status"), "VmHWM");
    }

    private static long kibibytes(Path file, String name) {
        String digits = field(file, name).replaceAll("[^0-9]", "");
        return digits.isEmpty() ? -1 : Long.parseLong(digits) * KIBI;
    }

    /** A value of a file of lines with colons; unknown where there is no such file or line. */
    private static String field(Path file, String name) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown"; // not a Linux
        }
    }
}
