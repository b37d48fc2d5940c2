package io.strait.trainer.cli;

import io.strait.model.preset.Preset;
import io.strait.trainer.network.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** What {@code train all} is to do, read from a YAML file; paths are relative to that file. */
final class TrainPlan {
    private static final Map<String, String> OF_TOKENIZER = Map.of(
            "steps", "--steps",
            "batch", "--batch",
            "rate", "--lr",
            "checkpoint-minutes", "--checkpoint-minutes",
            "adversarial", "--adversarial",
            "adversarial-from", "--adversarial-from",
            "r1", "--r1");
    private static final Map<String, String> OF_TRANSFORMER = Map.of(
            "steps", "--steps",
            "batch", "--batch",
            "rate", "--lr",
            "checkpoint-minutes", "--checkpoint-minutes",
            "class-dropout", "--class-dropout",
            "dropout", "--dropout",
            "condition-noise", "--condition-noise",
            "label-smoothing", "--label-smoothing",
            "views", "--views");
    private static final Map<String, String> OF_EVALUATION = Map.of(
            "samples", "--samples",
            "unguided-samples", "--unguided-samples",
            "held-out", "--held-out",
            "classifier-steps", "--classifier-steps");
    private static final Set<String> WHOLE = Set.of("steps", "batch", "samples", "held-out", "classifier-steps");

    private final Path folder;
    private final Map<?, ?> root;
    private final List<String> problems = new ArrayList<>();
    private final Preset preset;
    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private TrainPlan(Path file, Map<?, ?> root) {
        folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        this.root = root;
        Set<String> known = new TreeSet<>(Set.of(
                "data", "out", "bundle", "name", "preset", "seed", "threads", "licence", "defaults", "evaluate"));
        preset = named(text("preset", "demo"));
        section("tokenizer", OF_TOKENIZER);
        known.add("tokenizer");
        for (Stage stage : Stage.values()) {
            String name = stage.name().toLowerCase(Locale.ROOT);
            known.add(name);
            if (Stage.of(preset).contains(stage)) {
                section(name, OF_TRANSFORMER);
            } else if (root.containsKey(name)) {
                problems.add(name + ": expected no such section with preset " + preset.name() + ", got one");
            }
        }
        if (root.containsKey("evaluate")) {
            section("evaluate", OF_EVALUATION);
        }
        for (Object key : root.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                problems.add(key + ": expected one of " + known + ", got an unknown key");
            }
        }
        for (String needed : List.of("data", "out")) {
            if (!root.containsKey(needed)) {
                problems.add(needed + ": expected a folder, got nothing");
            }
        }
        whole("seed", text("seed", "1"), Long.MIN_VALUE);
        whole("threads", text("threads", "2"), 1);
    }

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or listing everything that is wrong with it
     */
    static TrainPlan read(Path file) throws IOException {
        Object parsed;
        try {
            parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        } catch (YAMLException e) {
            throw new IOException(file + ": expected YAML, got " + e.getMessage(), e);
        }
        if (!(parsed instanceof Map<?, ?> root)) {
            throw new IOException(file + ": expected keys and values, got " + parsed);
        }
        TrainPlan plan = new TrainPlan(file, root);
        if (!plan.problems.isEmpty()) {
            throw new IOException(file + ":\n  " + String.join("\n  ", plan.problems));
        }
        return plan;
    }

    private Preset named(String name) {
        try {
            return Preset.named(name);
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
            return Preset.DEMO;
        }
    }

    private void section(String name, Map<String, String> flags) {
        Map<String, String> out = new LinkedHashMap<>();
        Object given = root.get(name);
        if (given instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                String flag = flags.get(String.valueOf(key));
                if (flag == null) {
                    problems.add(name + "." + key + ": expected one of " + new TreeSet<>(flags.keySet())
                            + ", got an unknown key");
                } else {
                    number(name + "." + key, String.valueOf(value), WHOLE.contains(String.valueOf(key)));
                    out.put(flag, String.valueOf(value));
                }
            });
        } else if (given != null) {
            problems.add(name + ": expected keys and values, got " + given);
        }
        sections.put(name, out);
    }

    private void number(String name, String value, boolean isWhole) {
        if (isWhole) {
            whole(name, value, 1);
            return;
        }
        try {
            if (!(Double.parseDouble(value) >= 0)) {
                problems.add(name + ": expected a number of at least 0, got " + value);
            }
        } catch (NumberFormatException e) {
            problems.add(name + ": expected a number, got " + value);
        }
    }

    private void whole(String name, String value, long least) {
        try {
            if (Long.parseLong(value) < least) {
                problems.add(name + ": expected at least " + least + ", got " + value);
            }
        } catch (NumberFormatException e) {
            problems.add(name + ": expected a whole number, got " + value);
        }
    }

    private String text(String key, String otherwise) {
        Object value = root.get(key);
        return value == null ? otherwise : String.valueOf(value);
    }

    private String path(String key, String otherwise) {
        return folder.resolve(text(key, otherwise)).normalize().toString();
    }

    Preset preset() {
        return preset;
    }

    /** Training folder. */
    Path out() {
        return Path.of(path("out", "train"));
    }

    /** Whether to measure what was trained. */
    boolean evaluates() {
        return root.containsKey("evaluate");
    }

    /** Whether to write a bundle: for presets one can be made of. */
    boolean exports() {
        return root.containsKey("bundle");
    }

    /** Command line of one training. */
    List<String> training(String kind, boolean resume) {
        List<String> out = new ArrayList<>(List.of(kind, "--data", path("data", "images"), "--out", out().toString()));
        out.addAll(List.of("--preset", preset.name(), "--seed", text("seed", "1"), "--threads", text("threads", "2")));
        flags(kind, out);
        if (resume) {
            out.add("--resume");
        }
        return out;
    }

    List<String> evaluation() {
        List<String> out = new ArrayList<>(
                List.of("evaluate", "--data", path("data", "images"), "--checkpoints", out().toString()));
        out.addAll(List.of("--out", out().resolve("evaluation").toString()));
        out.addAll(List.of("--threads", text("threads", "2")));
        flags("evaluate", out);
        defaults(out);
        return out;
    }

    List<String> export() {
        List<String> out = new ArrayList<>(List.of("export", "--data", path("data", "images")));
        out.addAll(List.of("--checkpoints", out().toString(), "--out", path("bundle", "bundle"), "--check"));
        out.addAll(List.of(
                "--name",
                text("name", String.valueOf(Path.of(path("bundle", "bundle")).getFileName()))));
        if (root.containsKey("licence")) {
            out.addAll(List.of("--licence", text("licence", "")));
        }
        defaults(out);
        return out;
    }

    private void defaults(List<String> out) {
        if (root.containsKey("defaults")) {
            out.addAll(List.of("--defaults", path("defaults", "")));
        }
    }

    private void flags(String section, List<String> out) {
        sections.getOrDefault(section, Map.of()).forEach((flag, value) -> out.addAll(List.of(flag, value)));
    }
}
