package io.strait.trainer.network;

import java.util.List;

/**
 * A trained parameter as a network declares it.
 *
 * @param name unique name
 * @param init how it starts
 * @param shape dimensions, outermost first
 */
public record ParameterSpec(String name, Init init, List<Long> shape) {
    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    /** Number of values. */
    public long count() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /** Shape as an array. */
    public long[] dims() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }
}
