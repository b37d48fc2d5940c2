package io.strait.kafka;

/** The broker cannot start; the message says what is in the way. */
public final class BrokerStartException extends RuntimeException {
    BrokerStartException(String message) {
        super(message);
    }

    BrokerStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
