package io.strait.trainer.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.ParameterSpec;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.Weights;
import io.strait.trainer.training.Checkpoint;
import io.strait.trainer.training.TrainedTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Networks out of the checkpoints of one training folder: the moving averages of the weights. */
final class CheckpointFolder {
    private static final long UNTRAINED_SEED = 1;

    private final Path folder;
    private final boolean allowUntrained;
    private final ObjectNode training = JsonNodeFactory.instance.objectNode();

    /**
     * A folder with {@code tokenizer.ckpt} and one file for every stage.
     *
     * @param allowUntrained put random weights in place of a stage's checkpoint that is missing
     */
    CheckpointFolder(Path folder, boolean allowUntrained) {
        this.folder = folder;
        this.allowUntrained = allowUntrained;
    }

    /**
     * Loads everything.
     *
     * @throws IOException if a checkpoint is missing, of another preset, or of another tokenizer
     */
    TrainedNetworks load() throws IOException {
        Checkpoint tokenizer = read(file("tokenizer"));
        Preset preset = Preset.named(tokenizer.facts().preset());
        boolean shared = preset.tokenizer().bottomCodes() == 0;
        if (!preset.tokenizer().form().stratified() || !shared) {
            throw new IOException(file("tokenizer") + ": expected a tokenizer with two grids and one codebook, got "
                    + preset.tokenizer().form().title() + (shared ? "" : " with a codebook for each grid"));
        }
        LabelTable labels = new LabelTable(tokenizer.facts().labels());
        training.put("preset", preset.name());
        describe("tokenizer", tokenizer);
        String hash = TrainedTokenizer.load(preset, folder, false).hash();
        Map<Stage, Weights> transformers = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            transformers.put(stage, transformer(preset, stage, labels, hash));
        }
        Weights weights = weights(
                Declarations.tokenizer(preset).parameters(),
                tokenizer,
                Map.of("codebook", tokenizer.array("codebook")));
        return new TrainedNetworks(preset, labels, weights, transformers);
    }

    private Weights transformer(Preset preset, Stage stage, LabelTable labels, String tokenizer) throws IOException {
        String kind = stage.name().toLowerCase(Locale.ROOT);
        Path file = file(kind);
        if (allowUntrained && !Files.exists(file)) {
            training.putObject(kind).put("untrained", "random weights");
            return TrainedNetworks.untrainedTransformer(preset, stage, labels, UNTRAINED_SEED);
        }
        Checkpoint from = read(file);
        expect(file, "preset", preset.name(), from.facts().preset());
        expect(file, "tokenizer", tokenizer, from.facts().tokenizer());
        expect(file, "labels", labels.labels(), from.facts().labels());
        describe(kind, from);
        return weights(Declarations.transformer(preset, stage, labels).parameters(), from, Map.of());
    }

    private static Checkpoint read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IOException(file + ": expected a checkpoint, got no file");
        }
        return Checkpoint.load(file);
    }

    private static void expect(Path file, String what, Object expected, Object actual) throws IOException {
        if (!expected.equals(actual)) {
            throw new IOException(file + ": expected " + what + " " + expected + ", got " + actual);
        }
    }

    private static Weights weights(List<ParameterSpec> specs, Checkpoint from, Map<String, float[]> buffers) {
        return Weights.of(specs, from.array("average"), buffers);
    }

    private void describe(String kind, Checkpoint from) {
        ObjectNode of = training.putObject(kind)
                .put("steps", from.facts().step())
                .put("seconds", Math.rint(from.facts().seconds()))
                .put("seed", from.facts().seed());
        ObjectNode metrics = of.putObject("heldOut");
        from.facts().metrics().forEach((name, value) -> metrics.put(name, Math.rint(value * 1e4) / 1e4));
    }

    private Path file(String kind) {
        return folder.resolve(kind + ".ckpt");
    }

    /** How they were trained, for the manifest; complete after {@link #load}. */
    ObjectNode training() {
        return training;
    }
}
