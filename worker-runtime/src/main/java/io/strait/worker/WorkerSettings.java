package io.strait.worker;

import io.strait.engine.EngineChoice;
import io.strait.schemas.artifact.ArtifactLocation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a worker's settings from the environment, which it may share with other processes of the system. */
final class WorkerSettings {
    private static final String ARTIFACTS = "STRAIT_ARTIFACTS";
    private static final String OWN_PREFIX = "STRAIT_WORKER";
    private static final String WORKER_ID = "STRAIT_WORKER_ID";
    private static final String DRAIN = "STRAIT_WORKER_DRAIN_SECONDS";
    private static final String DELIVERIES = "STRAIT_WORKER_DELIVERY_LIMIT";
    private static final String BUFFER = "STRAIT_WORKER_SEND_BUFFER_KIB";
    private static final int KIB = 1 << 10;
    private static final int MOST_BUFFER_KIB = 1 << 20;
    private static final Set<String> OWN = new TreeSet<>(Set.of(WORKER_ID, DRAIN, DELIVERIES, BUFFER));

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    WorkerSettings(Map<String, String> environment) {
        this.environment = environment;
    }

    WorkerConfig read() {
        environment.keySet().stream()
                .filter(key -> key.startsWith(OWN_PREFIX) && !OWN.contains(key))
                .sorted()
                .forEach(key -> problems.add(key + ": expected one of " + String.join(", ", OWN) + ", got this"));
        String kafka = environment.getOrDefault("STRAIT_KAFKA", "127.0.0.1:9092");
        Path bundle = path("STRAIT_BUNDLE", true);
        ArtifactLocation artifacts = artifacts();
        EngineChoice engine = engine();
        int threads = number("STRAIT_THREADS", Runtime.getRuntime().availableProcessors(), 1, 1024);
        int lanes = number("STRAIT_LANES", Holding.DEFAULT.lanes(), 1, Holding.MOST_LANES);
        int pass = number("STRAIT_PASS", lanes, 1, Holding.MOST_LANES);
        BulkLanes bulk = new BulkLanes(
                number("STRAIT_BULK_LANES", BulkLanes.DEFAULT.lanes(), 0, Holding.MOST_LANES),
                number("STRAIT_BULK_PASS", BulkLanes.DEFAULT.pass(), 1, Holding.MOST_LANES),
                number("STRAIT_BULK_BESIDE", BulkLanes.DEFAULT.beside(), 1, Holding.MOST_LANES));
        String id = environment.getOrDefault(WORKER_ID, hostAndProcess());
        int drain = number(DRAIN, (int) Holding.DEFAULT.drain().toSeconds(), 0, 3600);
        int deliveries = number(DELIVERIES, Deliveries.MOST, Deliveries.FEWEST, Deliveries.MOST);
        int buffer = number(
                BUFFER,
                (int) (WorkerConfig.DEFAULT_SEND_BUFFER / KIB),
                (int) (WorkerConfig.LEAST_SEND_BUFFER / KIB),
                MOST_BUFFER_KIB);
        Path readyFile = path("STRAIT_READY_FILE", false);
        if (!problems.isEmpty() || bundle == null || artifacts == null) {
            throw new InvalidSettingsException(problems);
        }
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                new Holding(lanes, pass, bulk, Holding.DEFAULT.renewEvery(), Duration.ofSeconds(drain), deliveries),
                id,
                (long) buffer * KIB,
                readyFile);
    }

    private @Nullable ArtifactLocation artifacts() {
        try {
            return ArtifactLocation.parse(environment.getOrDefault(ARTIFACTS, ""), environment);
        } catch (IllegalArgumentException e) {
            problems.add(ARTIFACTS + ": " + e.getMessage());
            return null;
        }
    }

    private EngineChoice engine() {
        String name = environment.getOrDefault("STRAIT_ENGINE", EngineChoice.AUTO.wireName());
        try {
            return EngineChoice.parse(name);
        } catch (IllegalArgumentException e) {
            problems.add("STRAIT_ENGINE: " + e.getMessage());
            return EngineChoice.AUTO;
        }
    }

    private @Nullable Path path(String key, boolean required) {
        String text = environment.get(key);
        if (text == null || text.isBlank()) {
            if (required) {
                problems.add(key + ": expected a directory, got nothing");
            }
            return null;
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            problems.add(key + ": expected a path, got " + text);
            return null;
        }
    }

    private int number(String key, int otherwise, int least, int most) {
        String text = environment.get(key);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.strip());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
        }
        problems.add(key + ": expected " + least + " to " + most + ", got " + text);
        return otherwise;
    }

    private static String hostAndProcess() {
        String process = "-" + ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + process;
        } catch (UnknownHostException e) {
            return "worker" + process;
        }
    }
}
