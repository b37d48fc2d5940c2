package io.strait.gateway.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing wrong with a request.
 *
 * @param field where, dots between levels; empty for the whole body
 * @param expected what would have been right
 * @param got what was there: a string, a number, a boolean, or null for nothing; never longer than a line
 * @param nearest valid values most like it; empty where that makes no sense
 */
public record Problem(
        String field, String expected, @Nullable Object got, List<String> nearest) {
    /** Copies the list. */
    public Problem {
        nearest = List.copyOf(nearest);
    }

    Problem(String field, String expected, @Nullable Object got) {
        this(field, expected, got, List.of());
    }
}
