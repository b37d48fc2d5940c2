package io.strait.standalone.doctor;

import io.strait.engine.Bundle;
import io.strait.engine.EngineChoice;
import io.strait.engine.probe.ChoiceReport;
import io.strait.engine.probe.EngineProbe;
import io.strait.kafka.EmbeddedKafka;
import io.strait.model.bundle.InvalidBundleException;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks at everything that {@code up} needs, and goes on to the next thing where one is missing. */
public final class Doctor {
    /** What the whole stack may take at most. */
    private static final long MEMORY_NEEDED = 2_500L << 20;

    private static final long DISK_NEEDED = 1_024L << 20;

    private final StackConfig config;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(StackConfig config) {
        this.config = config;
    }

    /**
     * Looks at this machine. Takes a few seconds, because it starts a broker.
     *
     * @param config what {@code up} would start
     * @param scratch folder for the broker's data
     */
    public static List<Finding> examine(StackConfig config, Path scratch) {
        Doctor doctor = new Doctor(config);
        doctor.java();
        doctor.engine();
        doctor.bundle();
        doctor.kafka(scratch);
        doctor.memory();
        doctor.disk();
        return List.copyOf(doctor.findings);
    }

    private void java() {
        Runtime.Version version = Runtime.version();
        String detail = version + " (" + System.getProperty("java.vendor") + ", " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors)";
        add(version.feature() >= 17, "java", detail);
    }

    private void engine() {
        EngineProbe probe = EngineProbe.ofThisMachine();
        for (ChoiceReport report : probe.reports()) {
            boolean chosen = report.choice() == config.engine();
            String state = report.available() ? "available" : "not available";
            String mark = chosen ? ", in use" : "";
            // Only what was asked for must be there.
            Finding.State missing = chosen ? Finding.State.BAD : Finding.State.ABSENT;
            findings.add(new Finding(
                    report.available() ? Finding.State.GOOD : missing,
                    "engine " + report.choice().wireName(),
                    state + mark + ": " + report.detail()));
        }
        if (config.engine() != EngineChoice.AUTO) {
            return;
        }
        add(
                probe.best().available(),
                "engine",
                probe.best().choice().wireName() + ", because " + probe.best().detail());
    }

    private void bundle() {
        try {
            Bundle bundle = Bundle.open(config.bundle());
            findings.add(Finding.good(
                    "bundle",
                    bundle.manifest().name() + ", " + bundle.manifest().labels().size() + " labels, "
                            + bundle.manifest().imageSize() + " and "
                            + bundle.manifest().upsampledSize() + " pixels, every file as its SHA-256 says ("
                            + config.bundle() + ")"));
        } catch (InvalidBundleException e) {
            findings.add(Finding.bad("bundle", String.valueOf(e.getMessage())));
        }
    }

    private void kafka(Path scratch) {
        long begin = System.nanoTime();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(scratch.resolve("kafka"))) {
            long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
            findings.add(
                    Finding.good("kafka", "the embedded broker started in " + millis + " ms on " + kafka.bootstrap()));
        } catch (RuntimeException e) {
            findings.add(Finding.bad("kafka", "the embedded broker does not start: " + e.getMessage()));
        }
    }

    private void memory() {
        Optional<Long> free = FreeMemory.read();
        if (free.isEmpty()) {
            findings.add(Finding.good("memory", "not known on this system; needed: " + gigabytes(MEMORY_NEEDED)));
            return;
        }
        add(
                free.get() >= MEMORY_NEEDED,
                "memory",
                gigabytes(free.get()) + " free, " + gigabytes(MEMORY_NEEDED) + " needed");
    }

    private void disk() {
        Path existing = config.data().toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            add(
                    free >= DISK_NEEDED && Files.isWritable(existing),
                    "disk",
                    gigabytes(free) + " free at " + existing + ", " + gigabytes(DISK_NEEDED) + " needed"
                            + (Files.isWritable(existing) ? "" : "; not writable"));
        } catch (IOException e) {
            findings.add(Finding.bad("disk", "cannot tell the free space at " + existing));
        }
    }

    private void add(boolean good, String name, String detail) {
        findings.add(good ? Finding.good(name, detail) : Finding.bad(name, detail));
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
