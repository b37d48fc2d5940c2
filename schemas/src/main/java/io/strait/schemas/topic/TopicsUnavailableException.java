package io.strait.schemas.topic;

/** The broker did not give the topics that are needed. */
public final class TopicsUnavailableException extends RuntimeException {
    TopicsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    TopicsUnavailableException(String message) {
        super(message);
    }
}
