package io.strait.gateway.settings;

import io.strait.gateway.request.Nearest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Typed reading of environment variables. Problems are collected, so that all are told at once; a setting is known because somebody reads
 * it. Not thread-safe.
 */
public final class Settings {
    /** Names that begin like this are the gateway's alone: one that nobody reads is an error. */
    public static final String OWN = "STRAIT_GATEWAY_";

    private final Map<String, String> environment;
    private final TreeSet<String> known = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();

    /** @param environment name to value */
    public Settings(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Everything, for parts that read settings of their own; what they read is not known here. */
    public Map<String, String> environment() {
        return environment;
    }

    /** A text that may not be blank. */
    public String text(String key, String fallback) {
        String value = value(key).orElse(fallback);
        if (value.isBlank()) {
            problems.add(key + ": expected a value, got nothing");
        }
        return value;
    }

    /** A text, if it is set and not blank. */
    public Optional<String> optional(String key) {
        return value(key).filter(text -> !text.isBlank());
    }

    /** Texts between commas, without blanks around them; none if it is not set. */
    public List<String> list(String key) {
        return optional(key).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** A path. */
    public Path path(String key, String fallback) {
        String value = text(key, fallback);
        if (value.indexOf('\0') >= 0) {
            problems.add(key + ": expected a path, got a NUL character");
            return Path.of(fallback);
        }
        return Path.of(value);
    }

    /** A path, if it is set. */
    public Optional<Path> optionalPath(String key) {
        return optional(key).map(set -> path(key, set));
    }

    /** A whole number from least to most. */
    public int number(String key, int fallback, int least, int most) {
        Optional<String> value = value(key);
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value.get().strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the range.
        }
        problems.add("%s: expected a whole number from %d to %d, got %s".formatted(key, least, most, value.get()));
        return fallback;
    }

    /** A time in whole seconds. */
    public Duration seconds(String key, int fallback, int least, int most) {
        return Duration.ofSeconds(number(key, fallback, least, most));
    }

    /** A time in whole milliseconds. */
    public Duration millis(String key, int fallback, int least, int most) {
        return Duration.ofMillis(number(key, fallback, least, most));
    }

    /** true or false. */
    public boolean flag(String key, boolean fallback) {
        String value = value(key).orElse(Boolean.toString(fallback)).strip();
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(key + ": expected true or false, got " + value);
        }
        return value.equals("true");
    }

    /** Adds a problem that only the reader of several settings sees; it names the setting, what was expected and what came. */
    public void problem(String text) {
        if (!problems.contains(text)) {
            problems.add(text);
        }
    }

    /**
     * To be called when all has been read.
     *
     * @throws IllegalArgumentException with every problem, one a line; names of our own that nobody has read are problems too
     */
    public void check() {
        for (String key : new TreeMap<>(environment).keySet()) {
            if (key.startsWith(OWN) && !known.contains(key)) {
                List<String> own =
                        known.stream().filter(name -> name.startsWith(OWN)).toList();
                problems.add("%s: expected one of %s, nearest %s, got an unknown setting"
                        .formatted(
                                key,
                                String.join(", ", own),
                                Nearest.of(key, own, 1).get(0)));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", problems));
        }
    }

    private Optional<String> value(String key) {
        known.add(key);
        return Optional.ofNullable(environment.get(key));
    }
}
