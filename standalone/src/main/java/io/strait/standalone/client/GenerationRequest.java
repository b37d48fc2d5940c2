package io.strait.standalone.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What to ask for. The gateway checks every value, and fills in what is absent from the bundle's defaults.
 *
 * @param label class of the image
 * @param seed the same seed gives the same image; absent: the gateway chooses one
 * @param size side of the image in pixels
 * @param steps steps by grid, {@code top}, {@code bottom}, {@code upsamplerTop}, {@code upsamplerBottom}
 * @param guidance guidance scale of every grid
 * @param temperature sampling temperature of every grid
 * @param previewEvery a preview after every so many steps
 */
public record GenerationRequest(
        String label,
        OptionalLong seed,
        int size,
        Map<String, Integer> steps,
        OptionalDouble guidance,
        OptionalDouble temperature,
        OptionalInt previewEvery) {

    /** Copies the steps. */
    public GenerationRequest {
        steps = Map.copyOf(steps);
    }

    /** A request with nothing but what is always needed. */
    public static GenerationRequest of(String label, long seed, int size) {
        return new GenerationRequest(
                label,
                OptionalLong.of(seed),
                size,
                Map.of(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty());
    }

    /** The request as the gateway's JSON names it. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("label", label);
        // As a string, because a JSON reader may round integers beyond 2^53.
        seed.ifPresent(value -> body.put("seed", Long.toString(value)));
        body.put("size", size);
        if (!steps.isEmpty()) {
            body.put("steps", steps);
        }
        guidance.ifPresent(value -> body.put("guidance", value));
        temperature.ifPresent(value -> body.put("temperature", value));
        previewEvery.ifPresent(value -> body.put("previewEvery", value));
        return body;
    }
}
