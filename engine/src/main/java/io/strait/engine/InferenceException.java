package io.strait.engine;

import org.jspecify.annotations.Nullable;

/** A pass failed in the native runtime. The message names the graph's file. */
public final class InferenceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InferenceException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
