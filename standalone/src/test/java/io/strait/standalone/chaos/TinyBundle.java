package io.strait.standalone.chaos;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A manifest without graphs, for images of 64 and 128 pixels. */
final class TinyBundle {
    static final String LABEL = "noto/heart";

    private TinyBundle() {}

    /** Writes the manifest into a new folder of the bundle's name. */
    static Path in(Path folder, String name) throws IOException {
        Path bundle = Files.createDirectories(folder.resolve(name));
        Files.write(bundle.resolve("bundle.json"), json(name));
        return bundle;
    }

    static BundleManifest manifest(String name) {
        return BundleManifest.parse(json(name));
    }

    private static byte[] json(String name) {
        String settings = "{'steps':4,'guidanceScale':1.5,'temperature':0.9,'gumbel':3.0,'schedule':'cosine'}";
        String defaults = Arrays.stream(TokenGrid.values())
                .map(grid -> "'" + grid.wireName() + "':" + settings)
                .collect(Collectors.joining(","));
        String graphs = Arrays.stream(GraphName.values())
                .map(graph -> "'" + graph.wireName() + "':{'file':'" + graph.wireName() + ".onnx','sha256':'"
                        + "0".repeat(64) + "','bytes':1}")
                .collect(Collectors.joining(","));
        String json = "{'format':1,'name':'" + name + "','codebookSize':64,'imageSize':64,'upsampledSize':128,"
                + "'grids':{'top':4,'bottom':8,'upsampler-top':8,'upsampler-bottom':16},'labels':['" + LABEL + "'],"
                + "'defaults':{" + defaults + "},'graphs':{" + graphs + "},"
                + "'licences':[{'name':'none','version':'1','spdx':'Apache-2.0'}],'training':{}}";
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
