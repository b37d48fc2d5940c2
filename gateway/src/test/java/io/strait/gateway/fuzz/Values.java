package io.strait.gateway.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Values that a schema allows, often at its bounds. What the schema leaves to the bundle comes from the tests' bundle. */
final class Values {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Map<String, List<JsonNode>> BUNDLE = Map.of(
            "label", List.of(JSON.textNode("noto/heart"), JSON.textNode("fluent/cat-face")),
            "prompt",
                    List.of(
                            JSON.textNode("two cats in noto style"),
                            JSON.textNode("fluent/smiley"),
                            JSON.textNode("a broken heart \uD83D\uDC94 ".repeat(300))),
            "size", List.of(JSON.numberNode(256), JSON.numberNode(512), JSON.nullNode()),
            "n", List.of(JSON.numberNode(1), JSON.numberNode(1), JSON.numberNode(2), JSON.nullNode()));

    private final JsonNode document;
    private final Random random;

    Values(JsonNode document, Random random) {
        this.document = document;
        this.random = random;
    }

    /** A value of the schema for a member of this name. */
    JsonNode valid(String name, JsonNode given) {
        JsonNode schema =
                given.has("$ref") ? document.at(given.get("$ref").textValue().substring(1)) : given;
        if (BUNDLE.containsKey(name) && !schema.has("enum")) {
            return pick(BUNDLE.get(name));
        }
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return pick(elements(schema.get("enum")));
        }
        if (schema.has("oneOf")) {
            return valid(name, pick(elements(schema.get("oneOf"))));
        }
        JsonNode type = schema.path("type");
        return switch (type.isArray() ? pick(elements(type)).asText() : type.asText()) {
            case "object" -> object(schema);
            case "array" -> array(schema);
            case "integer" -> JSON.numberNode(integer(schema));
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(text(name, schema));
        };
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        List<String> required =
                elements(schema.path("required")).stream().map(JsonNode::asText).toList();
        schema.path("properties").properties().forEach(member -> {
            if (required.contains(member.getKey()) || random.nextInt(4) == 0) {
                object.set(member.getKey(), valid(member.getKey(), member.getValue()));
            }
        });
        compression(object, "output_format", "output_compression");
        compression(object, "format", "quality");
        return object;
    }

    /** The one rule between two members: PNG has one quality. */
    private static void compression(ObjectNode object, String format, String quality) {
        if (object.path(quality).isIntegralNumber()
                && !List.of("jpeg", "webp").contains(object.path(format).asText())) {
            object.put(quality, 100);
        }
    }

    private ArrayNode array(JsonNode schema) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(0);
        int count =
                least + random.nextInt(1 + Math.min(3, schema.path("maxItems").asInt(3) - least));
        for (int i = 0; i < count; i++) {
            array.add(valid("", schema.path("items")));
        }
        return array;
    }

    private long integer(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(1_000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + Math.floorMod(random.nextLong(), most - least + 1);
        };
    }

    private double number(JsonNode schema) {
        double least =
                schema.path("minimum").asDouble(schema.path("exclusiveMinimum").asDouble(0) + 1e-9);
        double most = schema.path("maximum").asDouble(1_000);
        return switch (random.nextInt(4)) {
            case 0 -> least;
            case 1 -> most;
            default -> least + random.nextDouble() * (most - least);
        };
    }

    private String text(String name, JsonNode schema) {
        if (schema.path("format").asText().equals("uuid")) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        if (schema.has("pattern")) {
            return Long.toString(random.nextLong());
        }
        return name + "-" + random.nextInt(1_000);
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }
}
