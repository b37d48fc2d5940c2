package io.strait.gateway.openai.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.BatchError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frame of a line: {@code {"custom_id", "method", "url", "body"}}. */
final class BatchLines {
    static final int LONGEST_ID = 512;

    private static final int MOST_ERRORS = 100;
    private static final int MOST_IMAGES = 10;

    private BatchLines() {}

    /** A line whose frame is right. */
    record Line(String customId, ObjectNode body) {}

    /**
     * Reads a line.
     *
     * @throws InvalidRequestException if its frame is not right; says nothing of the body
     */
    static Line read(byte[] line, String endpoint) {
        ObjectNode json = Json.readObject(line);
        String customId = text(json, "custom_id", "1 to " + LONGEST_ID + " characters");
        if (customId.isEmpty() || customId.length() > LONGEST_ID) {
            throw new InvalidRequestException("custom_id", "1 to " + LONGEST_ID + " characters", customId.length());
        }
        if (!text(json, "method", "POST").equals("POST")) {
            throw new InvalidRequestException("method", "POST", "another");
        }
        if (!text(json, "url", endpoint).equals(endpoint)) {
            throw new InvalidRequestException("url", endpoint + ", the batch's endpoint", "another");
        }
        if (json.get("body") instanceof ObjectNode body) {
            return new Line(customId, body);
        }
        throw new InvalidRequestException("body", "an object", "something else");
    }

    /** How many images a line asks for, if its body is right: that is read when its turn comes. */
    static int images(Line line) {
        return Math.max(1, Math.min(MOST_IMAGES, line.body().path("n").asInt(1)));
    }

    private static String text(ObjectNode json, String name, String expected) {
        JsonNode value = json.get(name);
        if (value == null || !value.isTextual()) {
            throw new InvalidRequestException(name, expected, value == null ? "nothing" : "something else");
        }
        return value.textValue();
    }

    /** What is wrong with a file; the first errors only. */
    static final class Errors {
        private final List<BatchError> found = new ArrayList<>();

        void add(String code, String message, @Nullable String param, @Nullable Integer line) {
            if (found.size() < MOST_ERRORS) {
                found.add(new BatchError(code, message, param, line));
            }
        }

        void add(InvalidRequestException failure, int line) {
            var first = failure.problems().get(0);
            add(
                    first.field().isEmpty() ? "invalid_json_line" : "invalid_line",
                    (first.field().isEmpty() ? "line" : first.field()) + ": expected " + first.expected() + ", got "
                            + first.got() + ".",
                    first.field().isEmpty() ? null : first.field(),
                    line);
        }

        List<BatchError> found() {
            return found;
        }
    }
}
