package io.strait.gateway;

import io.strait.gateway.request.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of one gateway.
 *
 * @param bind address to listen on
 * @param port port to listen on; 0: any free one
 * @param kafka bootstrap servers
 * @param bundle directory of the bundle, of which only {@code bundle.json} is read
 * @param artifacts directory of finished images
 * @param deadline how long a job may take before nobody waits for it
 * @param heartbeat time between signs of life on quiet streams
 * @param replayThreads how many jobs are read out of the past at a time
 * @param fetchWait longest time the broker holds a fetch that finds nothing
 * @param cancelOnClose whether a client of the OpenAI API that closes its connection cancels its jobs
 */
public record GatewayConfig(
        String bind,
        int port,
        String kafka,
        Path bundle,
        Path artifacts,
        Duration deadline,
        Duration heartbeat,
        int replayThreads,
        Duration fetchWait,
        boolean cancelOnClose) {
    private static final String OWN = "STRAIT_GATEWAY_";
    private static final String DEADLINE = OWN + "DEADLINE_SECONDS";
    private static final String HEARTBEAT = OWN + "HEARTBEAT_SECONDS";
    private static final String REPLAYS = OWN + "REPLAY_THREADS";
    private static final String FETCH_WAIT = OWN + "FETCH_WAIT_MILLIS";
    private static final String CANCEL_ON_CLOSE = OWN + "OPENAI_CANCEL_ON_CLOSE";
    private static final List<String> OWN_KEYS = Stream.of(DEADLINE, HEARTBEAT, REPLAYS, FETCH_WAIT, CANCEL_ON_CLOSE)
            .sorted()
            .toList();

    /** Defaults for everything that is not a matter of place. */
    public static GatewayConfig of(String bind, int port, String kafka, Path bundle, Path artifacts) {
        return new GatewayConfig(
                bind,
                port,
                kafka,
                bundle,
                artifacts,
                Duration.ofHours(24),
                Duration.ofSeconds(10),
                4,
                Duration.ofMillis(20),
                true);
    }

    /**
     * Reads STRAIT_BIND, STRAIT_PORT, STRAIT_KAFKA, STRAIT_BUNDLE, STRAIT_ARTIFACTS and the STRAIT_GATEWAY_ settings.
     *
     * @throws IllegalArgumentException with every problem, one a line
     */
    public static GatewayConfig fromEnvironment(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        GatewayConfig config = new GatewayConfig(
                reader.text("STRAIT_BIND", "127.0.0.1"),
                reader.number("STRAIT_PORT", 8080, 0, 65_535),
                reader.text("STRAIT_KAFKA", "127.0.0.1:9092"),
                reader.path("STRAIT_BUNDLE", "bundles/emoji-256"),
                reader.path("STRAIT_ARTIFACTS", "data/strait/artifacts"),
                Duration.ofSeconds(reader.number(DEADLINE, 86_400, 1, 31_536_000)),
                Duration.ofSeconds(reader.number(HEARTBEAT, 10, 1, 300)),
                reader.number(REPLAYS, 4, 1, 64),
                Duration.ofMillis(reader.number(FETCH_WAIT, 20, 1, 1_000)),
                reader.flag(CANCEL_ON_CLOSE, true));
        reader.rejectUnknown();
        if (!reader.problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", reader.problems));
        }
        return config;
    }

    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        String text(String key, String fallback) {
            String value = environment.getOrDefault(key, fallback);
            if (value.isBlank()) {
                problems.add(key + ": expected a value, got nothing");
            }
            return value;
        }

        Path path(String key, String fallback) {
            String value = text(key, fallback);
            if (value.indexOf('\0') >= 0) {
                problems.add(key + ": expected a path, got a NUL character");
                return Path.of(fallback);
            }
            return Path.of(value);
        }

        int number(String key, int fallback, int least, int most) {
            String value = environment.get(key);
            if (value == null) {
                return fallback;
            }
            try {
                int number = Integer.parseInt(value.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // Reported below, with the range.
            }
            problems.add("%s: expected a whole number from %d to %d, got %s".formatted(key, least, most, value));
            return fallback;
        }

        boolean flag(String key, boolean fallback) {
            String value =
                    environment.getOrDefault(key, Boolean.toString(fallback)).strip();
            if (!value.equals("true") && !value.equals("false")) {
                problems.add(key + ": expected true or false, got " + value);
            }
            return value.equals("true");
        }

        void rejectUnknown() {
            for (String key : new TreeMap<>(environment).keySet()) {
                if (key.startsWith(OWN) && !OWN_KEYS.contains(key)) {
                    problems.add("%s: expected one of %s, nearest %s, got an unknown setting"
                            .formatted(
                                    key,
                                    OWN_KEYS.stream().collect(Collectors.joining(", ")),
                                    Nearest.of(key, OWN_KEYS, 1).get(0)));
                }
            }
        }
    }
}
