package io.strait.model.decode;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Which of a step's samples are kept. */
public enum TokenOrder {
    /** The most confident, with noise: StraIT, section 3.3, after MaskGIT. */
    CONFIDENCE,
    /**
     * Those whose places come next in a Halton sequence over the grid, shifted by the seed: tokens of one step lie far apart and so depend
     * little on each other, which drawing them independently supposes. Source: Besnier et al., Halton Scheduler for Masked Generative
     * Image Transformer (ICLR 2025).
     */
    HALTON;

    /**
     * The order of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static TokenOrder named(String name) {
        return Arrays.stream(values())
                .filter(order -> order.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("order: expected one of "
                        + Arrays.stream(values()).map(TokenOrder::text).collect(Collectors.joining(", ")) + ", got "
                        + name));
    }

    /** Name in JSON, lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
