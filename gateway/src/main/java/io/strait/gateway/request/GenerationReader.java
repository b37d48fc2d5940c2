package io.strait.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridSettings;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.job.OutputFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** Reads requests for one image of a bundle. Thread-safe. */
public final class GenerationReader {
    /** Largest magnitude of a seed given as a JSON integer: beyond it JavaScript rounds. */
    public static final long MAX_JSON_SEED = (1L << 53) - 1;
    /** Steps between previews unless the request says otherwise. */
    public static final int DEFAULT_PREVIEW_EVERY = 3;

    private static final List<String> NAMES = Stream.concat(
                    Stream.of("label", "seed", "size", "previewEvery", "format", "quality", "priority", "deadline"),
                    GridFields.NAMES.stream())
            .toList();

    private final BundleManifest bundle;
    private final LongSupplier seeds;
    private final Duration longest;

    /**
     * @param seeds gives a seed where the client has none; within what JSON integers hold
     * @param longest deadline of a job, and what it is unless the request says otherwise; at least a second
     */
    public GenerationReader(BundleManifest bundle, LongSupplier seeds, Duration longest) {
        this.bundle = bundle;
        this.seeds = seeds;
        this.longest = longest;
    }

    /**
     * Reads a request.
     *
     * @throws InvalidRequestException with every problem
     */
    public GenerationRequest read(ObjectNode body) {
        Fields fields = new Fields(body);
        fields.allowOnly(NAMES);
        String label = label(fields);
        long seed = seed(fields);
        int size = size(fields);
        Priority priority = priority(fields);
        Integer deadline = fields.integer("deadline", 1, Math.toIntExact(longest.toSeconds()));
        Integer previewEvery = fields.integer("previewEvery", 0, GridSettings.MAX_STEPS);
        OutputFormat format = FormatFields.read(fields, "format", "quality");
        Map<TokenGrid, GridSettings> settings = GridFields.read(fields, bundle);
        if (!fields.problems().isEmpty()) {
            throw new InvalidRequestException(fields.problems());
        }
        return new GenerationRequest(
                label,
                bundle.labelIndex(label).orElseThrow(),
                seed,
                size,
                settings,
                previewEvery == null ? defaultPreviewEvery(priority) : previewEvery,
                format,
                priority,
                deadline == null ? longest : Duration.ofSeconds(deadline));
    }

    private static Priority priority(Fields fields) {
        String wanted = fields.text("priority");
        if (wanted == null) {
            return Priority.INTERACTIVE;
        }
        for (Priority priority : Priority.values()) {
            if (priority.name().toLowerCase(Locale.ROOT).equals(wanted)) {
                return priority;
            }
        }
        fields.report("priority", "interactive or bulk", fields.value("priority"));
        return Priority.INTERACTIVE;
    }

    /** Nobody watches a bulk job, unless somebody asks to. */
    private static int defaultPreviewEvery(Priority priority) {
        return priority == Priority.BULK ? 0 : DEFAULT_PREVIEW_EVERY;
    }

    private String label(Fields fields) {
        String label = fields.text("label");
        if (label == null) {
            if (fields.value("label") == null) {
                fields.report("label", "one of the bundle's labels", null);
            }
            return "";
        }
        if (bundle.labelIndex(label).isEmpty()) {
            fields.report("label", "one of the bundle's labels", label, Nearest.of(label, bundle.labels(), 3));
        }
        return label;
    }

    private long seed(Fields fields) {
        JsonNode value = fields.value("seed");
        if (value == null) {
            return seeds.getAsLong();
        }
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= -MAX_JSON_SEED
                && value.longValue() <= MAX_JSON_SEED) {
            return value.longValue();
        }
        if (value.isTextual() && value.textValue().matches("-?[0-9]{1,19}")) {
            try {
                return Long.parseLong(value.textValue());
            } catch (NumberFormatException e) {
                // Nineteen digits may be too large: reported below.
            }
        }
        fields.report(
                "seed",
                "an integer from -" + MAX_JSON_SEED + " to " + MAX_JSON_SEED + ", or any 64-bit integer as a string",
                value);
        return 0;
    }

    private int size(Fields fields) {
        JsonNode value = fields.value("size");
        if (value == null) {
            return bundle.imageSize();
        }
        if (value.isIntegralNumber()
                && value.canConvertToInt()
                && (value.intValue() == bundle.imageSize() || value.intValue() == bundle.upsampledSize())) {
            return value.intValue();
        }
        fields.report("size", bundle.imageSize() + " or " + bundle.upsampledSize(), value);
        return 0;
    }
}
