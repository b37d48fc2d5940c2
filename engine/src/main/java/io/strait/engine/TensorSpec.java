package io.strait.engine;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a graph's input or output must be.
 *
 * @param name its name
 * @param type its element type
 * @param dims its axes: a length, {@link #DYNAMIC} or {@link #ANY}
 */
record TensorSpec(String name, DataType type, List<Long> dims) {
    /** An axis that must take any length. */
    static final long DYNAMIC = -1;
    /** An axis of which nothing is asked. */
    static final long ANY = -2;

    static TensorSpec ints(String name, long... dims) {
        return new TensorSpec(name, DataType.INT32, axes(dims));
    }

    static TensorSpec floats(String name, long... dims) {
        return new TensorSpec(name, DataType.FLOAT32, axes(dims));
    }

    static TensorSpec bytes(String name, long... dims) {
        return new TensorSpec(name, DataType.UINT8, axes(dims));
    }

    static List<Long> axes(long... dims) {
        return Arrays.stream(dims).boxed().toList();
    }

    /** Whether a tensor as declared by a graph does; there an axis without a fixed length is {@link #DYNAMIC}. */
    boolean admits(TensorSpec declared) {
        if (declared.type != type || declared.dims.size() != dims.size()) {
            return false;
        }
        for (int axis = 0; axis < dims.size(); axis++) {
            long wanted = dims.get(axis);
            long got = declared.dims.get(axis);
            if (wanted != ANY && got != wanted && got != DYNAMIC) {
                return false;
            }
        }
        return true;
    }

    /** Type and shape, e.g. {@code int32 [*, 256]}. */
    String described() {
        return type.name().toLowerCase(Locale.ROOT)
                + dims.stream()
                        .map(d -> d == DYNAMIC ? "*" : d == ANY ? "?" : d.toString())
                        .collect(Collectors.joining(", ", " [", "]"));
    }
}
