package io.strait.standalone.stack;

import io.strait.standalone.client.GenerationRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Requests whose cost fits a test. */
final class Requests {
    private Requests() {}

    /** The bundle that ships. */
    static Path bundle() {
        return StackConfig.home().resolve("bundles").resolve("emoji-256");
    }

    /** Few steps: what is tested does not depend on how good the image is. */
    static GenerationRequest quick(String label, long seed, int size) {
        return of(label, seed, size, Map.of("top", 3, "bottom", 2, "upsamplerTop", 1, "upsamplerBottom", 1));
    }

    /** As many steps as may be asked for. */
    static GenerationRequest slow(String label, long seed) {
        return of(label, seed, 256, Map.of("top", 64, "bottom", 64));
    }

    private static GenerationRequest of(String label, long seed, int size, Map<String, Integer> steps) {
        return new GenerationRequest(
                label,
                OptionalLong.of(seed),
                size,
                steps,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.of(2));
    }
}
