package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Fields;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.gateway.request.Json;
import io.strait.model.bundle.BundleManifest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be checked of POST /v1/images/edits and /v1/images/variations without decoding an image. */
final class EditRequest {
    private static final int MOST_SOURCES = 16;
    private static final long MOST_PIXELS = 1 << 24;
    private static final int LONGEST_SIDE = 8_192;
    private static final String SOURCES = "1 to " + MOST_SOURCES + " images";
    private static final Set<String> FILES = Set.of("image", "image[]", "mask");
    private static final Set<String> NUMBERS = Set.of("n", "output_compression", "partial_images");

    private final BundleManifest bundle;
    private final boolean prompted;

    /** @param prompted whether there must be a prompt: edits have one, variations do not */
    EditRequest(BundleManifest bundle, boolean prompted) {
        this.bundle = bundle;
        this.prompted = prompted;
    }

    /** @throws InvalidRequestException with every problem */
    void checkForm(String contentType, byte[] body) {
        Map<String, List<byte[]>> parts = Multipart.read(contentType, body);
        ObjectNode json = Json.object();
        parts.forEach((name, values) -> {
            if (!FILES.contains(name)) {
                put(json, name, new String(values.get(0), StandardCharsets.UTF_8));
            }
        });
        Fields fields = new Fields(json);
        List<byte[]> images = new ArrayList<>(parts.getOrDefault("image", List.of()));
        images.addAll(parts.getOrDefault("image[]", List.of()));
        int most = prompted ? MOST_SOURCES : 1;
        if (images.isEmpty() || images.size() > most) {
            fields.report("image", prompted ? SOURCES : "one image", count(images.size()));
        }
        images.forEach(image -> checkImage(fields, "image", image));
        List<byte[]> masks = parts.getOrDefault("mask", List.of());
        if (!masks.isEmpty() && !isPng(masks.get(0))) {
            fields.report("mask", "a PNG file", json.textNode("something else"));
        } else if (!masks.isEmpty()) {
            checkImage(fields, "mask", masks.get(0));
        }
        check(fields);
    }

    /** @throws InvalidRequestException with every problem */
    void checkJson(ObjectNode body) {
        Fields fields = new Fields(body);
        JsonNode images = body.path("images");
        if (!images.isArray() || images.isEmpty() || images.size() > MOST_SOURCES) {
            fields.report("images", "an array of " + SOURCES, fields.value("images"));
        } else {
            for (int i = 0; i < images.size(); i++) {
                checkReference(fields, "images[" + i + "]", images.get(i));
            }
        }
        JsonNode mask = fields.value("mask");
        if (mask != null) {
            checkReference(fields, "mask", mask);
        }
        check(fields);
    }

    private static void checkReference(Fields fields, String name, JsonNode reference) {
        if (reference.path("image_url").isTextual() == reference.path("file_id").isTextual()) {
            fields.report(name, "an object with either image_url or file_id", reference);
        }
    }

    private void check(Fields fields) {
        ImageFields images = new ImageFields(fields, bundle);
        if (prompted) {
            images.prompt();
        }
        images.check();
        if (!fields.problems().isEmpty()) {
            throw new InvalidRequestException(fields.problems());
        }
    }

    /** Form fields are text: as JSON would have it. */
    private static void put(ObjectNode json, String name, String text) {
        if (NUMBERS.contains(name) && text.matches("-?[0-9]{1,9}")) {
            json.put(name, Integer.parseInt(text));
        } else if (name.equals("stream") && (text.equals("true") || text.equals("false"))) {
            json.put(name, Boolean.parseBoolean(text));
        } else {
            json.put(name, text);
        }
    }

    private static @Nullable JsonNode count(int images) {
        return images == 0 ? null : Json.object().textNode(images + " images");
    }

    /** By what the file declares: one that would unfold to more is refused before anybody decodes it. */
    private static void checkImage(Fields fields, String name, byte[] file) {
        Optional<ImageSize> size = ImageSize.of(file);
        if (size.isEmpty()) {
            fields.report(name, "a PNG, JPEG or WebP file", Json.object().textNode("something else"));
        } else if (size.get().pixels() > MOST_PIXELS
                || Math.max(size.get().width(), size.get().height()) > LONGEST_SIDE) {
            fields.report(
                    name,
                    "at most %d pixels, and %d a side".formatted(MOST_PIXELS, LONGEST_SIDE),
                    Json.object().textNode(size.get().width() + "x" + size.get().height()));
        }
    }

    private static boolean isPng(byte[] file) {
        return ImageSize.starts(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
    }
}
