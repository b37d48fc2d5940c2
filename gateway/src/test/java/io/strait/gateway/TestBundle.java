package io.strait.gateway;

import io.strait.model.bundle.BundleManifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A manifest of a bundle that has no graphs: the gateway reads nothing else of it. */
public final class TestBundle {
    private TestBundle() {}

    /** The manifest's bytes. */
    public static byte[] json() {
        String labels = Stream.of("noto", "fluent")
                .flatMap(style ->
                        Stream.of("cat-face", "heart", "smiley").map(subject -> "\"" + style + "/" + subject + "\""))
                .collect(Collectors.joining(","));
        String graphs = Arrays.stream(io.strait.model.bundle.GraphName.values())
                .map(graph -> "\"%s\":{\"file\":\"%s.onnx\",\"sha256\":\"%s\",\"bytes\":1}"
                        .formatted(graph.wireName(), graph.wireName(), "0".repeat(64)))
                .collect(Collectors.joining(","));
        String settings =
                "{\"steps\":6,\"guidanceScale\":1.5,\"temperature\":0.9,\"gumbel\":3.0,\"schedule\":\"cosine\"}";
        return """
                {"format":1,"name":"test-bundle","codebookSize":512,"imageSize":256,"upsampledSize":512,
                 "grids":{"top":16,"bottom":32,"upsampler-top":32,"upsampler-bottom":64},
                 "labels":[%s],
                 "defaults":{"top":%s,"bottom":%s,"upsampler-top":%s,"upsampler-bottom":%s},
                 "graphs":{%s},
                 "licences":[{"name":"test","version":"1","spdx":"Apache-2.0"}],
                 "training":{}}
                """.formatted(labels, settings, settings, settings, settings, graphs)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The manifest. */
    public static BundleManifest manifest() {
        return BundleManifest.parse(json());
    }

    /** Writes the manifest into a directory. */
    static Path in(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("bundle.json"), json());
        return directory;
    }
}
