package io.strait.worker;

import io.strait.schemas.codec.WriterVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings that only a process of its own has.
 *
 * @param metrics where it tells its meters, if it does
 * @param kafkaWait how long it waits for a broker to answer before it gives up
 * @param createTopics whether it makes topics that are missing instead of refusing to start
 */
public record ProcessSettings(Optional<MetricsSettings> metrics, Duration kafkaWait, boolean createTopics) {
    /** Where Linux tells a process's environment as it was given. */
    public static final Path ENVIRONMENT = Path.of("/proc/self/environ");

    private static final String WAIT = "STRAIT_KAFKA_WAIT_SECONDS";
    private static final String CREATE = "STRAIT_TOPICS_CREATE";
    private static final int MOST_WAIT = 3_600;

    /** Every setting of the system's processes, which share an environment. */
    private static final Set<String> KNOWN = Set.of(
            "STRAIT_KAFKA",
            "STRAIT_BUNDLE",
            "STRAIT_ARTIFACTS",
            "STRAIT_ENGINE",
            "STRAIT_THREADS",
            "STRAIT_LANES",
            "STRAIT_PASS",
            "STRAIT_BULK_LANES",
            "STRAIT_BULK_PASS",
            "STRAIT_BULK_BESIDE",
            "STRAIT_GRAPHS",
            "STRAIT_CACHE",
            "STRAIT_READY_FILE",
            WriterVersion.SETTING,
            "STRAIT_METRICS_BIND",
            "STRAIT_METRICS_PORT",
            WAIT,
            CREATE,
            "STRAIT_BIND",
            "STRAIT_PORT",
            "STRAIT_LOG",
            "STRAIT_API_KEY",
            "STRAIT_JAVA_OPTIONS");

    /** What names of other processes' settings begin with, and the worker's own, which {@link WorkerSettings} checks. */
    private static final List<String> PREFIXES =
            List.of("STRAIT_GATEWAY_", "STRAIT_WORKER", "STRAIT_S3_", "STRAIT_TRAIN_");

    /**
     * Reads them.
     *
     * @throws InvalidSettingsException with every problem, settings that nobody knows among them
     */
    static ProcessSettings from(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(environment)
                .keySet().stream()
                        .filter(key -> key.regionMatches(true, 0, "STRAIT_", 0, 7))
                        .filter(key -> !KNOWN.contains(key) && PREFIXES.stream().noneMatch(key::startsWith))
                        .forEach(key -> problems.add(key + ": expected a setting's name, got an unknown one; known are "
                                + String.join(", ", KNOWN.stream().sorted().toList())));
        Optional<MetricsSettings> metrics = Optional.empty();
        try {
            metrics = MetricsSettings.from(environment);
        } catch (InvalidSettingsException e) {
            problems.addAll(e.problems());
        }
        int wait = seconds(environment.getOrDefault(WAIT, "60"), problems);
        String create = environment.getOrDefault(CREATE, "false").strip();
        if (!create.equals("true") && !create.equals("false")) {
            problems.add(CREATE + ": expected true or false, got " + create);
        }
        try {
            WriterVersion.set(environment);
        } catch (IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return new ProcessSettings(metrics, Duration.ofSeconds(wait), create.equals("true"));
    }

    private static int seconds(String text, List<String> problems) {
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= 0 && value <= MOST_WAIT) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
        }
        problems.add(WAIT + ": expected 0 to " + MOST_WAIT + ", got " + text);
        return 0;
    }

    /**
     * Refuses an environment that names a setting of ours twice: which of the two counts is up to the system.
     *
     * @param file as Linux tells a process's environment, entries ended by NUL; where there is none, nothing is checked
     * @throws InvalidSettingsException naming each
     */
    public static void refuseDuplicates(Path file) {
        if (!Files.isReadable(file)) {
            return;
        }
        List<String> names;
        try {
            names = Arrays.stream(new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0", -1))
                    .map(entry -> entry.split("=", 2)[0])
                    .filter(name -> name.startsWith("STRAIT_"))
                    .toList();
        } catch (IOException e) {
            return;
        }
        List<String> twice = names.stream()
                .distinct()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .map(name -> name + ": expected to be set once, got it twice")
                .toList();
        if (!twice.isEmpty()) {
            throw new InvalidSettingsException(twice);
        }
    }
}
