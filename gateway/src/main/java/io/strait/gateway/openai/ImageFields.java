package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.request.Fields;
import io.strait.gateway.request.FormatFields;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.job.OutputFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that generation, editing and variation share. Problems are reported to the fields; null counts as absent. */
final class ImageFields {
    static final int MOST_IMAGES = 10;
    static final int MOST_PARTIALS = 3;
    static final int LONGEST_PROMPT = 32_000;

    private static final String AUTO = "auto";

    private final Fields fields;
    private final BundleManifest bundle;

    ImageFields(Fields fields, BundleManifest bundle) {
        this.fields = fields;
        this.bundle = bundle;
    }

    /** The prompt; empty if it is missing or wrong. */
    String prompt() {
        String prompt = fields.text("prompt");
        if (prompt == null) {
            if (fields.value("prompt") == null) {
                fields.report("prompt", "words that name what to draw", null);
            }
            return "";
        }
        if (prompt.isBlank() || prompt.length() > LONGEST_PROMPT) {
            fields.report("prompt", "1 to " + LONGEST_PROMPT + " characters", fields.value("prompt"));
        }
        return prompt;
    }

    int n() {
        Integer n = fields.integer("n", 1, MOST_IMAGES);
        return n == null ? 1 : n;
    }

    int partialImages() {
        Integer count = fields.integer("partial_images", 0, MOST_PARTIALS);
        return count == null ? 0 : count;
    }

    /** Side in pixels; the bundle's own for {@code auto}. */
    int size() {
        String small = square(bundle.imageSize());
        String large = square(bundle.upsampledSize());
        String size = fields.oneOf("size", List.of(small, large, AUTO));
        return large.equals(size) ? bundle.upsampledSize() : bundle.imageSize();
    }

    static String square(int side) {
        return side + "x" + side;
    }

    boolean stream() {
        JsonNode stream = fields.value("stream");
        if (stream != null && !stream.isBoolean()) {
            fields.report("stream", "true or false", stream);
        }
        return stream != null && stream.booleanValue();
    }

    /** Which form images are returned in: url, b64_json, or null for both. */
    @Nullable
    String responseFormat() {
        return fields.oneOf("response_format", List.of("url", "b64_json"));
    }

    /** What is checked and changes nothing, and what there is one of only. */
    void others() {
        fields.text("model");
        fields.text("user");
        fields.oneOf("quality", List.of("standard", "hd", "low", "medium", "high", AUTO));
        fields.oneOf("moderation", List.of("low", AUTO));
        fields.oneOf("style", List.of("vivid", "natural"));
        if ("transparent".equals(fields.oneOf("background", List.of("transparent", "opaque", AUTO)))) {
            fields.report("background", "opaque or auto: images have no transparency", fields.value("background"));
        }
    }

    /** File format of the finished images. */
    OutputFormat format() {
        return FormatFields.read(fields, "output_format", "output_compression");
    }

    /** Checks all but the prompt. */
    void check() {
        n();
        size();
        partialImages();
        stream();
        responseFormat();
        format();
        others();
    }
}
