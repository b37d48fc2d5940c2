package io.strait.bench.scale;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A manifest without graphs, for images of 64 pixels: what is measured is everything but the network. */
final class ScaleBundle {
    static final String LABEL = "none";

    private ScaleBundle() {}

    /** Writes it into a folder. */
    static BundleManifest in(Path folder, int topSteps, int bottomSteps) throws IOException {
        byte[] json = json(topSteps, bottomSteps);
        Files.createDirectories(folder);
        Files.write(folder.resolve("bundle.json"), json);
        return BundleManifest.parse(json);
    }

    private static byte[] json(int topSteps, int bottomSteps) {
        String defaults = Arrays.stream(TokenGrid.values())
                .map(grid -> "'%s':{'steps':%d,'guidanceScale':0,'temperature':1.0,'gumbel':1.0,'schedule':'cosine'}"
                        .formatted(grid.wireName(), grid == TokenGrid.TOP ? topSteps : bottomSteps))
                .collect(Collectors.joining(","));
        String graphs = Arrays.stream(GraphName.values())
                .map(graph -> "'%s':{'file':'%s.onnx','sha256':'%s','bytes':1}"
                        .formatted(graph.wireName(), graph.wireName(), "0".repeat(64)))
                .collect(Collectors.joining(","));
        String json = "{'format':1,'name':'scale','codebookSize':64,'imageSize':64,'upsampledSize':128,"
                + "'grids':{'top':4,'bottom':8,'upsampler-top':8,'upsampler-bottom':16},'labels':['" + LABEL + "'],"
                + "'defaults':{" + defaults + "},'graphs':{" + graphs + "},"
                + "'licences':[{'name':'none','version':'1','spdx':'Apache-2.0'}],'training':{}}";
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
