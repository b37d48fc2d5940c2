package io.strait.engine.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a bundle's graphs are run. Each has bits of its own. */
public enum GraphVariant {
    /** As they are in the bundle. */
    ORIGINAL,
    /** With fused operators, float32. */
    FP32,
    /** With fused operators, and products with weights in int8. */
    INT8;

    /** What is used unless something else is asked for. */
    public static final GraphVariant DEFAULT = INT8;

    /** Of the rewriting: raised whenever it gives other graphs than before. */
    private static final int REVISION = 1;

    /** What settings call it. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name and revision: together with a bundle's hash it says which graphs run. */
    public String identity() {
        return this == ORIGINAL ? wireName() : wireName() + "." + REVISION;
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException listing the names, if there is none like it
     */
    public static GraphVariant parse(String name) {
        return Arrays.stream(values())
                .filter(variant -> variant.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("graphs: expected one of "
                        + Arrays.stream(values()).map(GraphVariant::wireName).collect(Collectors.joining(", "))
                        + ", got " + name));
    }
}
