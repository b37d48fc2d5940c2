package io.strait.standalone.stack;

/** The stack cannot start. The message says what is in the way, for the person who started it. */
public final class StackException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StackException(String message) {
        super(message);
    }

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
