package io.strait.schemas.codec;

/** The bytes are no record of the type expected: reading them again will not help. */
public final class CorruptRecordException extends RuntimeException {
    CorruptRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
