package io.strait.gateway.openai.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Fields;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.schemas.avro.BatchSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the body of POST /v1/batches. */
final class BatchReader {
    static final String ENDPOINT = "/v1/images/generations";

    private static final List<String> NAMES =
            List.of("input_file_id", "endpoint", "completion_window", "metadata", "output_expires_after");
    private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Duration LONGEST_WINDOW = Duration.ofDays(30);
    private static final int MOST_METADATA = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int LEAST_SECONDS = 3_600;
    private static final int MOST_SECONDS = 2_592_000;

    private BatchReader() {}

    /**
     * Reads a request; whether the file exists is for others to say.
     *
     * @param now epoch milliseconds
     * @throws InvalidRequestException with every problem
     */
    static BatchSpec read(ObjectNode body, String id, String tenant, String baseUrl, long now) {
        Fields fields = new Fields(body);
        fields.allowOnly(NAMES);
        String file = fields.text("input_file_id");
        if (file == null && fields.value("input_file_id") == null) {
            fields.report("input_file_id", "the id of a file", null);
        }
        if (!ENDPOINT.equals(fields.text("endpoint"))) {
            fields.report("endpoint", ENDPOINT, fields.value("endpoint"));
        }
        Duration window = window(fields.text("completion_window"));
        if (window == null) {
            fields.report(
                    "completion_window",
                    "24h, or another time of 1s to 30d in s, m, h or d",
                    fields.value("completion_window"));
            window = Duration.ZERO;
        }
        Map<String, String> metadata = metadata(fields);
        Integer seconds = outputSeconds(fields);
        if (!fields.problems().isEmpty()) {
            throw new InvalidRequestException(fields.problems());
        }
        return BatchSpec.newBuilder()
                .setId(id)
                .setTenant(tenant)
                .setEndpoint(ENDPOINT)
                .setInputFileId(String.valueOf(file))
                .setCompletionWindow(String.valueOf(fields.text("completion_window")))
                .setCreatedAt(now)
                .setExpiresAt(now + window.toMillis())
                .setMetadata(metadata)
                .setOutputSeconds(seconds)
                .setBaseUrl(baseUrl)
                .build();
    }

    /** Null for what is no window. */
    static @Nullable Duration window(@Nullable String text) {
        Matcher m = WINDOW.matcher(text == null ? "" : text);
        if (!m.matches()) {
            return null;
        }
        long count = Long.parseLong(m.group(1));
        Duration window = switch (m.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
        return window.compareTo(LONGEST_WINDOW) > 0 ? null : window;
    }

    private static Map<String, String> metadata(Fields fields) {
        JsonNode value = fields.value("metadata");
        Map<String, String> metadata = new HashMap<>();
        if (value == null) {
            return metadata;
        }
        boolean right = value.isObject() && value.size() <= MOST_METADATA;
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String text = entry.getValue().isTextual() ? entry.getValue().textValue() : null;
            right &= text != null
                    && text.length() <= LONGEST_VALUE
                    && entry.getKey().length() <= LONGEST_KEY;
            metadata.put(entry.getKey(), String.valueOf(text));
        }
        if (!right) {
            fields.report(
                    "metadata",
                    "at most " + MOST_METADATA + " texts of at most " + LONGEST_VALUE
                            + " characters under names of at most " + LONGEST_KEY,
                    value);
        }
        return metadata;
    }

    private static @Nullable Integer outputSeconds(Fields fields) {
        JsonNode value = fields.value("output_expires_after");
        if (value == null) {
            return null;
        }
        JsonNode seconds = value.path("seconds");
        if (!"created_at".equals(value.path("anchor").textValue())
                || !seconds.isIntegralNumber()
                || !seconds.canConvertToInt()
                || seconds.intValue() < LEAST_SECONDS
                || seconds.intValue() > MOST_SECONDS) {
            fields.report(
                    "output_expires_after",
                    "anchor created_at and seconds from " + LEAST_SECONDS + " to " + MOST_SECONDS,
                    value);
            return null;
        }
        return seconds.intValue();
    }
}
