package io.strait.trainer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphFile;
import io.strait.model.bundle.GraphName;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Init;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.ParameterSpec;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.StoredWeights;
import io.strait.trainer.onnx.TokenizerGraphs;
import io.strait.trainer.onnx.Weights;
import io.strait.trainer.training.Checkpoint;
import io.strait.trainer.training.TrainedTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checkpoints out of a bundle, to train on, to evaluate or to sample from. The optimizer's moments are not in a bundle and start at zero; weights
 * are as exact as the bundle stores them.
 */
public final class BundleRestore {
    private final Path bundle;
    private final BundleManifest manifest;
    private final JsonNode training;
    private final Preset preset;
    private final LabelTable labels;

    /**
     * Opens a bundle.
     *
     * @throws IOException if it has no manifest that can be read, or the manifest names no preset
     */
    public BundleRestore(Path bundle) throws IOException {
        this.bundle = bundle;
        byte[] json = Files.readAllBytes(bundle.resolve("bundle.json"));
        manifest = BundleManifest.parse(json);
        training = new ObjectMapper().readTree(json).path("training");
        if (!training.path("preset").isTextual()) {
            throw new IOException(bundle + ": expected a manifest with training.preset, got none");
        }
        preset = Preset.named(training.path("preset").asText());
        labels = new LabelTable(manifest.labels());
    }

    /**
     * Writes {@code tokenizer.ckpt}, {@code top.ckpt}, {@code bottom.ckpt} and {@code upsampler.ckpt}.
     *
     * @param folder training folder; checkpoints there are replaced
     * @throws IOException if a graph is not as the manifest says, or graphs built from what was read are not the bundle's, byte for byte
     */
    public void write(Path folder) throws IOException {
        TrainedNetworks networks = networks();
        for (Map.Entry<GraphName, byte[]> graph : BundleGraphs.of(networks).entrySet()) {
            if (!Arrays.equals(graph.getValue(), graph(graph.getKey()))) {
                throw new IOException(bundle + ": expected " + graph.getKey().wireName()
                        + " as this version would write it, got another graph");
            }
        }
        float[] codebook = networks.tokenizer().buffers().get("codebook");
        Map<String, float[]> book = new TreeMap<>();
        book.put("codebook", codebook);
        book.put("codebook.sums", codebook);
        float[] counts = new float[preset.tokenizer().allCodes()];
        Arrays.fill(counts, 1);
        book.put("codebook.counts", counts);
        save(folder, "tokenizer", "", networks.tokenizer(), book);
        String tokenizer = TrainedTokenizer.load(preset, folder, false).hash();
        for (Stage stage : Stage.of(preset)) {
            save(folder, kind(stage), tokenizer, networks.transformer(stage), Map.of());
        }
    }

    private TrainedNetworks networks() throws IOException {
        ParameterSpec codebook = new ParameterSpec(
                "codebook", Init.constant(0), List.of((long) preset.tokenizer().allCodes(), (long)
                        preset.tokenizer().codeWidth()));
        StoredWeights tokenizer =
                new StoredWeights(Declarations.tokenizer(preset).parameters(), List.of(codebook));
        TokenizerGraphs graphs = new TokenizerGraphs(preset.tokenizer());
        tokenizer.read(graph(GraphName.ENCODER), graphs::encoder);
        tokenizer.read(graph(GraphName.DECODER), graphs::decoder);
        TrainedNetworks shapes = TrainedNetworks.untrained(preset, labels, 0);
        Map<Stage, Weights> transformers = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.of(preset)) {
            StoredWeights stored = new StoredWeights(
                    Declarations.transformer(preset, stage, labels).parameters(), List.of());
            for (TokenGrid grid : TokenGrid.values()) {
                if (BundleGraphs.stage(grid) == stage) {
                    stored.read(graph(grid.graph()), BundleGraphs.step(shapes, grid)::model);
                }
            }
            transformers.put(stage, stored.weights());
        }
        return new TrainedNetworks(preset, labels, tokenizer.weights(), transformers);
    }

    private byte[] graph(GraphName name) throws IOException {
        GraphFile file = manifest.graphs().get(name);
        if (file == null) {
            throw new IOException(bundle + ": expected a graph " + name.wireName() + ", got none");
        }
        return Files.readAllBytes(bundle.resolve(file.file()));
    }

    private void save(Path folder, String kind, String tokenizer, Weights weights, Map<String, float[]> more)
            throws IOException {
        float[] flat = weights.flat();
        Map<String, float[]> arrays = new HashMap<>(more);
        arrays.put("weights", flat);
        arrays.put("average", flat);
        arrays.put("mean", new float[flat.length]);
        arrays.put("square", new float[flat.length]);
        JsonNode facts = training.path(kind);
        Map<String, Double> metrics = new TreeMap<>();
        facts.path("heldOut")
                .properties()
                .forEach(
                        figure -> metrics.put(figure.getKey(), figure.getValue().asDouble()));
        new Checkpoint(
                        new Checkpoint.Facts(
                                kind,
                                preset.name(),
                                facts.path("steps").asLong(),
                                facts.path("seed").asLong(1),
                                facts.path("seconds").asDouble(),
                                labels.labels(),
                                metrics,
                                tokenizer),
                        arrays)
                .save(folder.resolve(kind + ".ckpt"));
    }

    private static String kind(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
