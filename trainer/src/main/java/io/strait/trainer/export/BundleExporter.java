package io.strait.trainer.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.bundle.Licence;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.onnx.WeightPrecision;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Writes a bundle. The same networks give the same files, byte for byte.
 *
 * @param name lower-case name, also the prefix of the bundle's topics
 * @param networks what is exported
 * @param precision what weights are rounded to
 * @param defaults how each grid is decoded unless a request says otherwise
 * @param licences licences of the data
 * @param training how it was trained, free-form
 */
public record BundleExporter(
        String name,
        TrainedNetworks networks,
        WeightPrecision precision,
        DefaultSettings defaults,
        List<Licence> licences,
        ObjectNode training) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public BundleExporter {
        networks = networks.rounded(precision);
        licences = List.copyOf(licences);
        training = training.deepCopy();
    }

    /** Networks as exported, weights rounded. */
    @Override
    public TrainedNetworks networks() {
        return networks;
    }

    /** An untrained bundle for tests: right shapes, no pictures. Its name and manifest say so. */
    public static BundleExporter untrained(Preset preset, List<String> labels, long seed) {
        ObjectNode training = JsonNodeFactory.instance.objectNode();
        training.put("preset", preset.name()).put("untrained", "random weights, for tests only");
        return new BundleExporter(
                "untrained-" + preset.name(),
                TrainedNetworks.untrained(preset, new LabelTable(labels), seed),
                WeightPrecision.FLOAT16,
                DefaultSettings.sampled(),
                List.of(),
                training);
    }

    /**
     * Writes the bundle beside its place first, then moves it there whole.
     *
     * @param directory replaced if it holds a bundle
     * @throws IOException if it holds something else, or cannot be written
     */
    public void write(Path directory) throws IOException {
        Path target = directory.toAbsolutePath().normalize();
        if (Files.exists(target) && !Files.exists(target.resolve("bundle.json"))) {
            throw new IOException(directory + ": expected a bundle or nothing, got another file or folder");
        }
        Files.createDirectories(target.getParent());
        Path part = Files.createTempDirectory(target.getParent(), ".part-");
        try {
            Map<GraphName, String> graphs = new EnumMap<>(GraphName.class);
            for (GraphName name : GraphName.values()) {
                graphs.put(name, write(name, part.resolve(BundleGraphs.file(name))));
            }
            byte[] manifest = JSON.writeValueAsBytes(manifest(graphs, part));
            BundleManifest.parse(manifest);
            Files.write(part.resolve("bundle.json"), manifest);
            Directories.replace(target, part);
        } finally {
            Directories.delete(part);
        }
    }

    /** Returns the file's SHA-256. */
    private String write(GraphName name, Path file) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
            BundleGraphs.of(networks, name).writeTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private ObjectNode manifest(Map<GraphName, String> graphs, Path part) throws IOException {
        Preset preset = networks.preset();
        ObjectNode json = JSON.createObjectNode();
        json.put("format", 1).put("name", name);
        json.put("codebookSize", preset.tokenizer().codes());
        json.put("imageSize", preset.pixels()).put("upsampledSize", 2 * preset.pixels());
        ObjectNode grids = json.putObject("grids");
        DefaultSettings settings = defaults;
        for (TokenGrid grid : TokenGrid.values()) {
            int side = BundleGraphs.step(networks, grid).grid().side();
            grids.put(grid.wireName(), side);
            settings = settings.limitedTo(grid, side * side);
        }
        networks.labels().labels().forEach(json.putArray("labels")::add);
        json.set("defaults", settings.toJson());
        ObjectNode files = json.putObject("graphs");
        for (Map.Entry<GraphName, String> graph : graphs.entrySet()) {
            String file = BundleGraphs.file(graph.getKey());
            files.putObject(graph.getKey().wireName())
                    .put("file", file)
                    .put("sha256", graph.getValue())
                    .put("bytes", Files.size(part.resolve(file)));
        }
        json.set("licences", JSON.valueToTree(licences));
        json.set("training", training);
        return json;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
        }
    }
}
