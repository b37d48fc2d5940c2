package io.strait.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an object's fields and collects what is wrong with them. An explicit null counts as absent. */
public final class Fields {
    private static final int LONGEST_GOT = 100;

    private final ObjectNode object;
    private final String prefix;
    private final List<Problem> problems;

    Fields(ObjectNode object, String prefix, List<Problem> problems) {
        this.object = object;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** Fields of a whole request. */
    public Fields(ObjectNode object) {
        this(object, "", new ArrayList<>());
    }

    /** Reports every field that is not one of these. */
    public void allowOnly(List<String> names) {
        for (Iterator<String> present = object.fieldNames(); present.hasNext(); ) {
            String name = present.next();
            if (!names.contains(name)) {
                problems.add(new Problem(
                        prefix + cut(name),
                        "one of the fields " + String.join(", ", names),
                        cut(name),
                        Nearest.of(name, names, 1)));
            }
        }
    }

    /** The value, null if absent or null. */
    public @Nullable JsonNode value(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The fields of a nested object; empty ones, with a problem reported, if it is something else. */
    Fields nested(String name, ObjectNode value) {
        return new Fields(value, prefix + name + ".", problems);
    }

    /** A string, null if absent or wrong. */
    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            report(name, "a string", value);
            return null;
        }
        return value.textValue();
    }

    /** One of these strings, null if absent or wrong. */
    public @Nullable String oneOf(String name, List<String> values) {
        String value = text(name);
        if (value != null && !values.contains(value)) {
            report(name, "one of " + String.join(", ", values), value(name));
            return null;
        }
        return value;
    }

    /** A whole number within the range, null if absent or wrong. */
    public @Nullable Integer integer(String name, int least, int most) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            report(name, "a whole number from " + least + " to " + most, value);
            return null;
        }
        return value.intValue();
    }

    /** Reports a problem with a field's value. */
    public void report(String name, String expected, @Nullable JsonNode got) {
        problems.add(new Problem(prefix + name, expected, got == null ? null : plain(got)));
    }

    void report(String name, String expected, String got, List<String> nearest) {
        problems.add(new Problem(prefix + name, expected, cut(got), nearest));
    }

    /** Every problem so far, in the order found. */
    public List<Problem> problems() {
        return problems;
    }

    /** The value as it can be shown: scalars as they are, but short, and others by their kind. */
    static Object plain(JsonNode value) {
        if (value.isTextual()) {
            return cut(value.textValue());
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (value.isFloatingPointNumber() && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        return value.isNumber() ? cut(value.asText()) : Json.nameOf(value);
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_GOT ? text : text.substring(0, LONGEST_GOT) + "…";
    }
}
