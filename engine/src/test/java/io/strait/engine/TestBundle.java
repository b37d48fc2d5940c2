package io.strait.engine;

import static io.strait.engine.OnnxGraph.FLOAT;
import static io.strait.engine.OnnxGraph.INT32;
import static io.strait.engine.OnnxGraph.UINT8;
import static io.strait.engine.OnnxGraph.integers;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphFile;
import io.strait.model.bundle.GraphName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A whole bundle of 32-pixel images: grids of 4, 16, 16 and 64 tokens, all seven graphs. */
final class TestBundle {
    private static final Map<TokenGrid, Integer> SIDES =
            Map.of(TokenGrid.TOP, 2, TokenGrid.BOTTOM, 4, TokenGrid.UPSAMPLER_TOP, 4, TokenGrid.UPSAMPLER_BOTTOM, 8);

    private final Path directory;
    private final Map<GraphName, byte[]> graphs = new EnumMap<>(GraphName.class);

    TestBundle(Path directory) {
        this.directory = directory;
        for (TokenGrid grid : TokenGrid.values()) {
            graphs.put(grid.graph(), network(grid).graph());
        }
        graphs.put(GraphName.ENCODER, encoder());
        graphs.put(GraphName.DECODER, decoder(true, 0).bytes());
        graphs.put(GraphName.DECODER_TOP, deepDecoder(0).bytes());
    }

    static ReferenceNetwork network(TokenGrid grid) {
        int side = SIDES.getOrDefault(grid, 0);
        return new ReferenceNetwork(grid.code(), side * side, GraphSignature.conditions(grid, manifest(Map.of())));
    }

    /** Puts other bytes in a graph's place, with a manifest that agrees. */
    TestBundle with(GraphName graph, byte[] bytes) {
        graphs.put(graph, bytes);
        return this;
    }

    Path write() throws IOException {
        Map<GraphName, GraphFile> files = new EnumMap<>(GraphName.class);
        for (Map.Entry<GraphName, byte[]> graph : graphs.entrySet()) {
            String file = graph.getKey().wireName() + ".onnx";
            Files.write(directory.resolve(file), graph.getValue());
            files.put(graph.getKey(), new GraphFile(file, sha256(graph.getValue()), graph.getValue().length));
        }
        Files.writeString(directory.resolve("bundle.json"), json(files));
        return directory;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static BundleManifest manifest(Map<GraphName, GraphFile> files) {
        return new BundleManifest(
                "test", "", ReferenceNetwork.CODES, 32, 64, SIDES, List.of("a", "b", "c"), Map.of(), files, List.of());
    }

    private static String json(Map<GraphName, GraphFile> files) {
        StringBuilder graphs = new StringBuilder();
        files.forEach((name, file) -> graphs.append(graphs.isEmpty() ? "" : ",")
                .append("\"%s\":{\"file\":\"%s\",\"sha256\":\"%s\",\"bytes\":%d}"
                        .formatted(name.wireName(), file.file(), file.sha256(), file.bytes())));
        StringBuilder defaults = new StringBuilder();
        StringBuilder grids = new StringBuilder();
        for (TokenGrid grid : TokenGrid.values()) {
            String comma = grids.isEmpty() ? "" : ",";
            grids.append(comma).append("\"%s\":%d".formatted(grid.wireName(), SIDES.getOrDefault(grid, 0)));
            defaults.append(comma).append("""
                            "%s":{"steps":3,"guidanceScale":1.5,"temperature":0.9,"gumbel":1,"schedule":"cosine"}""".formatted(grid.wireName()));
        }
        return """
                {"format":1,"name":"test","codebookSize":%d,"imageSize":32,"upsampledSize":64,"grids":{%s},
                 "labels":["a","b","c"],"defaults":{%s},"graphs":{%s},"licences":[],"training":{}}
                """.formatted(ReferenceNetwork.CODES, grids, defaults, graphs);
    }

    /** A decoder from the top alone that passes its pixels through many nodes in a row. */
    static OnnxGraph deepDecoder(int nodes) {
        return decoder(false, nodes);
    }

    /** Red is 20 times the top id, green 20 times the bottom id, blue 7. */
    private static OnnxGraph decoder(boolean bottom, int nodes) {
        OnnxGraph g = new OnnxGraph().input("topIds", INT32, "B", "h", "w").output("image", UINT8, "B", "H", "W", 3);
        g.longs("last", -1);
        g.floats("twenty", new float[] {20}, 1);
        g.floats("seven", new float[] {7}, 1);
        g.floats("scaleTop", new float[] {1, 16, 16, 1}, 4);
        g.floats("scaleBottom", new float[] {1, 8, 8, 1}, 4);
        String red = channel(g, "top", "scaleTop");
        String green = g.node("Mul", "nothing", red, g.floats("zero", new float[] {0}, 1));
        if (bottom) {
            g.input("bottomIds", INT32, "B", "h2", "w2");
            green = channel(g, "bottom", "scaleBottom");
        }
        String blue = g.node("Add", "blue", "seven", g.node("Mul", "none", red, "zero"));
        g.node("Concat", "pixels", List.of(OnnxGraph.integer("axis", 3)), red, green, blue);
        String pixels = "pixels";
        for (int i = 0; i < nodes; i++) {
            // Alternating, so that no optimizer folds them.
            pixels = g.node(i % 2 == 0 ? "Add" : "Sub", "deep" + i, pixels, i % 2 == 0 ? "seven" : "twenty");
        }
        g.cast("image", pixels, UINT8);
        return g;
    }

    private static String channel(OnnxGraph g, String grid, String scales) {
        g.cast(grid + "Float", grid + "Ids", FLOAT);
        g.node("Mul", grid + "Scaled", g.node("Unsqueeze", grid + "Pixel", grid + "Float", "last"), "twenty");
        return g.node("Resize", grid + "Plane", grid + "Scaled", "", scales);
    }

    /** Ids are the mean brightness of the cell divided by 32. */
    private static byte[] encoder() {
        OnnxGraph g = new OnnxGraph()
                .input("image", UINT8, "B", "H", "W", 3)
                .output("topIds", INT32, "B", "h", "w")
                .output("bottomIds", INT32, "B", "h2", "w2");
        g.longs("channels", 1);
        g.floats("range", new float[] {32}, 1);
        g.node("Transpose", "planes", List.of(integers("perm", 0, 3, 1, 2)), g.cast("float", "image", FLOAT));
        g.node("Div", "grey", g.node("ReduceMean", "mean", "planes", "channels"), "range");
        for (String grid : List.of("top", "bottom")) {
            long size = grid.equals("top") ? 16 : 8;
            g.node(
                    "AveragePool",
                    grid + "Cells",
                    List.of(integers("kernel_shape", size, size), integers("strides", size, size)),
                    "grey");
            g.cast(grid + "Ids", g.node("Squeeze", grid + "Flat", grid + "Cells", "channels"), INT32);
        }
        return g.bytes();
    }
}
