package io.strait.gateway.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The two documents as trees, put together from the files beside this class. */
public final class Documents {
    /** Files with paths and components, one for each part of the API. */
    private static final List<String> PARTS =
            List.of("generations", "images", "batches", "events", "webhooks", "service");

    private static final String SCHEMA = "#/components/schemas/";
    private static final ObjectMapper TREES = new ObjectMapper();

    private Documents() {}

    /** The OpenAPI document. */
    public static ObjectNode openApi() {
        ObjectNode document = read("openapi");
        PARTS.forEach(part -> merge(document, read(part)));
        return document;
    }

    /** The AsyncAPI document; the schemas that it shares with the other are copied from there. */
    public static ObjectNode asyncApi() {
        ObjectNode document = read("asyncapi");
        JsonNode shared = openApi().at("/components/schemas");
        ObjectNode schemas = document.withObject("/components/schemas");
        Deque<JsonNode> unread = new ArrayDeque<>(List.of(document));
        while (!unread.isEmpty()) {
            for (JsonNode reference : unread.pop().findValues("$ref")) {
                String text = reference.asText();
                String name = text.startsWith(SCHEMA)
                        ? text.substring(SCHEMA.length()).split("/", 2)[0]
                        : "";
                if (!name.isEmpty() && !schemas.has(name)) {
                    JsonNode schema = shared.path(name);
                    schemas.set(name, schema);
                    unread.push(schema);
                }
            }
        }
        return document;
    }

    /** A tree as YAML. */
    static String yaml(JsonNode document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(options).dump(TREES.convertValue(document, Map.class));
    }

    private static ObjectNode read(String part) {
        String name = part + ".yaml";
        try (InputStream file = Objects.requireNonNull(Documents.class.getResourceAsStream(name), name)) {
            // Not Jackson's reader: it takes an alias for a string.
            return TREES.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(file));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        for (Map.Entry<String, JsonNode> member : from.properties()) {
            JsonNode there = into.get(member.getKey());
            if (there instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                merge(object, more);
            } else if (there == null) {
                into.set(member.getKey(), member.getValue());
            } else {
                throw new IllegalStateException(member.getKey() + ": expected it once in all parts, got it twice");
            }
        }
    }
}
