package io.strait.trainer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.bundle.Licence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a data set's {@code dataset.json} says about it.
 *
 * @param licences licences of its sources
 * @param summary name, number of images, SHA-256
 */
record DataSetFacts(List<Licence> licences, ObjectNode summary) {
    DataSetFacts {
        licences = List.copyOf(licences);
    }

    /**
     * Reads the file in a data set's folder.
     *
     * @param licence licence of all images (an SPDX identifier or other words), for a folder without that file
     */
    static DataSetFacts read(Path folder, @Nullable String licence) throws IOException {
        Path file = folder.resolve("dataset.json");
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        if (!Files.exists(file) && licence != null) {
            ObjectNode summary = JsonNodeFactory.instance.objectNode().put("name", name);
            return new DataSetFacts(List.of(new Licence(name, "unversioned", licence)), summary);
        }
        if (!Files.exists(file)) {
            throw new IOException(
                    file + ": expected the facts and licences of the data set, or --licence, got neither");
        }
        JsonNode json = new ObjectMapper().readTree(file.toFile());
        List<Licence> licences = new ArrayList<>();
        json.path("sources").forEach(source -> licences.add(licence(source)));
        if (json.has("names")) {
            licences.add(licence(json.get("names")));
        }
        if (licences.isEmpty()) {
            throw new IOException(file + ": expected sources with licences, got none");
        }
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        for (String fact : List.of("name", "images", "sha256")) {
            summary.set(fact, json.path(fact));
        }
        return new DataSetFacts(licences, summary);
    }

    private static Licence licence(JsonNode source) {
        return new Licence(
                source.path("package").asText(),
                source.path("version").asText(),
                source.path("licence").asText());
    }
}
