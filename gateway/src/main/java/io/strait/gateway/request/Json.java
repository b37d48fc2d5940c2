package io.strait.gateway.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Strict reading of what clients send, and writing of what they get. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private Json() {}

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads one JSON object.
     *
     * @throws InvalidRequestException if the bytes are not exactly one object, or a key appears twice in one
     */
    public static ObjectNode readObject(byte[] json) {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (IOException e) {
            // The parser's own text would show the client our classes.
            throw new InvalidRequestException("", "one well-formed JSON object", where(e));
        }
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidRequestException("", "a JSON object", node.isMissingNode() ? "nothing" : nameOf(node));
    }

    /** The object as UTF-8. */
    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing a JSON tree", e);
        }
    }

    /** What kind of value this is, in words. */
    static String nameOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    private static String where(IOException e) {
        if (e instanceof JsonProcessingException parsing && parsing.getLocation() != null) {
            return "an error at line " + parsing.getLocation().getLineNr() + ", column "
                    + parsing.getLocation().getColumnNr();
        }
        return "something else";
    }
}
