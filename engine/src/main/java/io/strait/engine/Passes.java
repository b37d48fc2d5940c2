package io.strait.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Splits work into passes of a bounded size. */
final class Passes {
    private Passes() {}

    /**
     * Splits a list, in its order.
     *
     * @param sizeOf size of an item
     * @param limit largest size of a part; an item larger than that is a part of its own
     */
    static <T> List<List<T>> split(List<T> items, ToIntFunction<T> sizeOf, int limit) {
        List<List<T>> parts = new ArrayList<>();
        List<T> part = new ArrayList<>();
        long size = 0;
        for (T item : items) {
            int next = sizeOf.applyAsInt(item);
            if (!part.isEmpty() && size + next > limit) {
                parts.add(List.copyOf(part));
                part.clear();
                size = 0;
            }
            part.add(item);
            size += next;
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
        }
        return parts;
    }
}
