package io.strait.trainer.evaluation;

import io.strait.model.TokenGrid;
import io.strait.model.decode.GridDecoding;
import io.strait.model.decode.GridSettings;
import io.strait.model.preset.Preset;
import io.strait.trainer.export.DefaultSettings;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.training.Checkpoint;
import io.strait.trainer.training.TokenizerNetwork;
import io.strait.trainer.training.TrainedTokenizer;
import io.strait.trainer.training.TransformerNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks of a training folder, decoding with default settings. Stages without a checkpoint are left out. */
final class TrainedFolder {
    private final Path folder;
    private final boolean bfloat16;
    private final DefaultSettings defaults;
    private final Preset preset;
    private final LabelTable labels;
    private final TrainedTokenizer tokenizer;
    private final Map<Stage, TransformerNetwork> stages = new EnumMap<>(Stage.class);
    private final Map<String, Long> steps = new LinkedHashMap<>();

    /**
     * Loads all there is.
     *
     * @param settings JSON file that says how grids are decoded; null for what suits the preset
     * @throws IOException if there is no tokenizer, or a stage was trained for another one or for other labels
     */
    TrainedFolder(Path folder, @Nullable Path settings, boolean bfloat16) throws IOException {
        this.folder = folder;
        this.bfloat16 = bfloat16;
        Path file = file("tokenizer");
        if (!Files.exists(file)) {
            throw new IOException(file + ": expected a checkpoint, got no file");
        }
        Checkpoint.Facts facts = Checkpoint.load(file).facts();
        preset = Preset.named(facts.preset());
        defaults = DefaultSettings.of(preset, settings);
        labels = new LabelTable(facts.labels());
        tokenizer = TrainedTokenizer.load(preset, folder, bfloat16);
        steps.put("tokenizer", facts.step());
        for (Stage stage : Stage.of(preset)) {
            String kind = stage.name().toLowerCase(Locale.ROOT);
            if (Files.exists(file(kind))) {
                stages.put(stage, load(stage, kind));
            }
        }
    }

    /** The same networks, decoding otherwise. */
    private TrainedFolder(TrainedFolder from, DefaultSettings defaults) {
        folder = from.folder;
        bfloat16 = from.bfloat16;
        this.defaults = defaults;
        preset = from.preset;
        labels = from.labels;
        tokenizer = from.tokenizer;
        stages.putAll(from.stages);
        steps.putAll(from.steps);
    }

    /** How every grid is decoded. */
    DefaultSettings defaults() {
        return defaults;
    }

    /** The same networks with other settings. */
    TrainedFolder with(DefaultSettings other) {
        return new TrainedFolder(this, other);
    }

    /** The same networks without guidance, as the paper's table 2. */
    TrainedFolder unguided() {
        DefaultSettings plain = defaults;
        for (TokenGrid grid : TokenGrid.values()) {
            plain = plain.with(grid, plain.of(grid).withGuidance(0));
        }
        return with(plain);
    }

    private Path file(String kind) {
        return folder.resolve(kind + ".ckpt");
    }

    private TransformerNetwork load(Stage stage, String kind) throws IOException {
        Checkpoint from = Checkpoint.load(file(kind));
        expect(kind, "tokenizer", tokenizer.hash(), from.facts().tokenizer());
        expect(kind, "preset", preset.name(), from.facts().preset());
        expect(kind, "labels", labels.labels(), from.facts().labels());
        steps.put(kind, from.facts().step());
        ParameterStore store = new ParameterStore(
                Declarations.transformer(preset, stage, labels).parameters(), 0);
        store.restore(from.arrays());
        return new TransformerNetwork(preset, stage, labels, store, bfloat16);
    }

    private void expect(String kind, String what, Object expected, Object actual) throws IOException {
        if (!expected.equals(actual)) {
            throw new IOException(file(kind) + ": expected " + what + " " + expected + ", got " + actual);
        }
    }

    Preset preset() {
        return preset;
    }

    List<String> labels() {
        return labels.labels();
    }

    TokenizerNetwork tokenizer() {
        return tokenizer.network();
    }

    String tokenizerHash() {
        return tokenizer.hash();
    }

    /** Finished steps of what was found. */
    Map<String, Long> steps() {
        return steps;
    }

    boolean has(Stage stage) {
        return stages.containsKey(stage);
    }

    /** How a grid is decoded here. */
    GridSettings settings(TokenGrid name) {
        GridSettings s = defaults.of(name);
        int most = Math.min(s.steps(), grid(name).tokens());
        return s.withSteps(most);
    }

    private static Stage stage(TokenGrid name) {
        return switch (name) {
            case TOP -> Stage.TOP;
            case BOTTOM -> Stage.BOTTOM;
            case UPSAMPLER_TOP, UPSAMPLER_BOTTOM -> Stage.UPSAMPLER;
        };
    }

    private Grid grid(TokenGrid name) {
        return stage(name).grids(preset).get(name == TokenGrid.UPSAMPLER_BOTTOM ? 1 : 0);
    }

    /**
     * Decodes a grid of several images at once.
     *
     * @param labelIds label of each
     * @param firstSeed seed of the first, counted up
     * @param conditions per condition of the grid the ids of all images, one after the other
     * @return ids of all images, one after the other
     */
    long[] decode(TokenGrid name, int[] labelIds, long firstSeed, List<long[]> conditions) {
        TransformerNetwork network = stages.get(stage(name));
        if (network == null) {
            throw new IllegalStateException(name + ": expected a checkpoint of its stage, got none");
        }
        Grid grid = grid(name);
        List<GridDecoding> jobs = new ArrayList<>();
        for (int i = 0; i < labelIds.length; i++) {
            int mask = preset.tokenizer().codes();
            jobs.add(new GridDecoding(firstSeed + i, 0, name, grid.tokens(), mask, settings(name)));
        }
        return network.decode(grid, jobs, labelIds, conditions);
    }
}
