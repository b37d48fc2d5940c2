package io.strait.worker;

import org.jspecify.annotations.Nullable;

/** A worker cannot work with this broker; the message says what is in the way and what to do. */
final class BrokerUnusableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokerUnusableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
