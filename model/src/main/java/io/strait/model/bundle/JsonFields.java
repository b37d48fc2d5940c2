package io.strait.model.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Reads fields of a JSON object; notes what is wrong and goes on, with a harmless value in its place. */
final class JsonFields {
    private static final int LONGEST_SHOWN = 60;

    private final JsonNode object;
    private final String path;
    private final List<String> problems;

    JsonFields(JsonNode root) {
        this(root, "", new ArrayList<>());
    }

    private JsonFields(JsonNode node, String path, List<String> problems) {
        this.path = path;
        this.problems = problems;
        if (!node.isObject()) {
            problem(path.isEmpty() ? "manifest" : path.substring(0, path.length() - 1), "an object", shown(node));
        }
        this.object = node.isObject() ? node : MissingNode.getInstance();
    }

    List<String> problems() {
        return problems;
    }

    void problem(String name, String expected, Object got) {
        problems.add(name + ": expected " + expected + ", got " + got);
    }

    String path(String field) {
        return path + field;
    }

    void allow(Set<String> known, String freePrefix) {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && !(!freePrefix.isEmpty() && name.startsWith(freePrefix))) {
                problems.add(path + name + ": unknown field, expected only "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    JsonFields object(String field) {
        return new JsonFields(object.path(field), path + field + ".", problems);
    }

    List<JsonFields> objects(String field) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode node : array(field)) {
            objects.add(new JsonFields(node, path + field + "[" + objects.size() + "].", problems));
        }
        return objects;
    }

    List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : array(field)) {
            if (!node.isTextual() || node.textValue().isBlank()) {
                problem(path + field + "[" + texts.size() + "]", "a non-empty string", shown(node));
            }
            texts.add(node.asText());
        }
        return texts;
    }

    String text(String field, String pattern, String expected) {
        JsonNode node = object.path(field);
        if (!node.isTextual() || !node.textValue().matches(pattern)) {
            problem(path + field, expected, shown(node));
            return "";
        }
        return node.textValue();
    }

    /** A field that may be absent, and is then a value. */
    String text(String field, String pattern, String expected, String absent) {
        return object.has(field) ? text(field, pattern, expected) : absent;
    }

    long integer(String field, long low, long high) {
        JsonNode node = object.path(field);
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < low || node.longValue() > high) {
            problem(path + field, "an integer from " + low + " to " + high, shown(node));
            return low;
        }
        return node.longValue();
    }

    double number(String field) {
        JsonNode node = object.path(field);
        if (!node.isNumber()) {
            problem(path + field, "a number", shown(node));
            return Double.NaN;
        }
        return node.doubleValue();
    }

    private JsonNode array(String field) {
        JsonNode node = object.path(field);
        if (!node.isArray()) {
            problem(path + field, "an array", shown(node));
        }
        return node.isArray() ? node : MissingNode.getInstance();
    }

    private static String shown(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
