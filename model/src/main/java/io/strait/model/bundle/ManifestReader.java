package io.strait.model.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.model.decode.TokenOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code bundle.json}, format 1. */
final class ManifestReader {
    private static final String SOURCE = "bundle.json";
    private static final Set<String> FIELDS = Set.of(
            "format",
            "name",
            "codebookSize",
            "imageSize",
            "upsampledSize",
            "grids",
            "labels",
            "defaults",
            "graphs",
            "licences",
            "training");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final byte[] json;

    ManifestReader(byte[] json) {
        this.json = json;
    }

    BundleManifest read() {
        JsonFields fields = new JsonFields(tree());
        fields.allow(FIELDS, "x-");
        fields.integer("format", 1, 1);
        // The name is part of topic names, which allow no more than this.
        String name = fields.text("name", "[a-z0-9][a-z0-9-]{0,62}", "1 to 63 of a-z, 0-9 and hyphen");
        int codebookSize = (int) fields.integer("codebookSize", 2, 1 << 20);
        int imageSize = (int) fields.integer("imageSize", 16, 4096);
        int upsampledSize = (int) fields.integer("upsampledSize", 32, 8192);
        Map<TokenGrid, Integer> sides = sides(fields, imageSize, upsampledSize);
        List<String> labels = labels(fields);
        Map<TokenGrid, GridSettings> settings = settings(fields.object("defaults"), sides);
        Map<GraphName, GraphFile> graphs = graphs(fields.object("graphs"));
        List<Licence> licences = licences(fields);
        if (!fields.problems().isEmpty()) {
            throw new InvalidBundleException(SOURCE, fields.problems());
        }
        return new BundleManifest(
                name, sha256(json), codebookSize, imageSize, upsampledSize, sides, labels, settings, graphs, licences);
    }

    private JsonNode tree() {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new InvalidBundleException(
                    SOURCE, List.of("expected JSON, got a syntax error" + place + ": " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<TokenGrid, Integer> sides(JsonFields fields, int imageSize, int upsampledSize) {
        if (upsampledSize != 2 * imageSize) {
            fields.problem("upsampledSize", "twice imageSize, " + 2 * imageSize, upsampledSize);
        }
        JsonFields grids = fields.object("grids");
        grids.allow(wireNames(), "");
        Map<TokenGrid, Integer> sides = new EnumMap<>(TokenGrid.class);
        for (TokenGrid grid : TokenGrid.values()) {
            int pixels = grid.stage() == Stage.UPSAMPLER ? upsampledSize : imageSize;
            boolean coarse = grid == TokenGrid.TOP || grid == TokenGrid.UPSAMPLER_TOP;
            int expected = Math.max(1, pixels / (coarse ? 16 : 8));
            sides.put(grid, (int) grids.integer(grid.wireName(), expected, expected));
        }
        return sides;
    }

    private static List<String> labels(JsonFields fields) {
        List<String> labels = fields.texts("labels");
        if (labels.isEmpty()) {
            fields.problem("labels", "at least 1 label", 0);
        }
        Set<String> seen = new HashSet<>();
        labels.stream()
                .filter(label -> !seen.add(label))
                .forEach(label -> fields.problem("labels", "each label once", label + " twice"));
        return labels;
    }

    private static Map<TokenGrid, GridSettings> settings(JsonFields defaults, Map<TokenGrid, Integer> sides) {
        defaults.allow(wireNames(), "");
        Map<TokenGrid, GridSettings> settings = new EnumMap<>(TokenGrid.class);
        for (TokenGrid grid : TokenGrid.values()) {
            JsonFields of = defaults.object(grid.wireName());
            of.allow(Set.of("steps", "guidanceScale", "temperature", "gumbel", "schedule", "order"), "");
            int side = sides.getOrDefault(grid, 1);
            int steps = (int) of.integer("steps", 1, Math.min(GridSettings.MAX_STEPS, (long) side * side));
            double guidance = of.number("guidanceScale");
            double temperature = of.number("temperature");
            double gumbel = of.number("gumbel");
            String schedule = of.text("schedule", "[a-z-]+", "the name of a schedule");
            // Bundles from before there was a choice have none.
            String order = of.text("order", "[a-z-]+", "the name of an order", TokenOrder.CONFIDENCE.text());
            if (Double.isNaN(guidance + temperature + gumbel) || schedule.isEmpty() || order.isEmpty()) {
                continue;
            }
            try {
                settings.put(
                        grid,
                        new GridSettings(
                                steps,
                                guidance,
                                temperature,
                                gumbel,
                                MaskSchedule.named(schedule),
                                TokenOrder.named(order)));
            } catch (IllegalArgumentException e) {
                defaults.problems().add(of.path(String.valueOf(e.getMessage())));
            }
        }
        return settings;
    }

    private static Map<GraphName, GraphFile> graphs(JsonFields graphs) {
        graphs.allow(Arrays.stream(GraphName.values()).map(GraphName::wireName).collect(Collectors.toSet()), "");
        Map<GraphName, GraphFile> files = new EnumMap<>(GraphName.class);
        for (GraphName graph : GraphName.values()) {
            JsonFields of = graphs.object(graph.wireName());
            of.allow(Set.of("file", "sha256", "bytes"), "");
            files.put(
                    graph,
                    new GraphFile(
                            // No separators and no leading dot: a manifest cannot point outside its directory.
                            of.text("file", "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", "a plain file name"),
                            of.text("sha256", "[0-9a-f]{64}", "64 lower-case hexadecimal digits"),
                            of.integer("bytes", 1, 1L << 40)));
        }
        return files;
    }

    private static List<Licence> licences(JsonFields fields) {
        return fields.objects("licences").stream()
                .map(of -> new Licence(
                        of.text("name", "(?s).+", "a string"),
                        of.text("version", "(?s).+", "a string"),
                        of.text("spdx", "(?s).+", "a string")))
                .toList();
    }

    private static Set<String> wireNames() {
        return Arrays.stream(TokenGrid.values()).map(TokenGrid::wireName).collect(Collectors.toSet());
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: every Java platform has it", e);
        }
    }
}
