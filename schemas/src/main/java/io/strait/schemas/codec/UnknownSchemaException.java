package io.strait.schemas.codec;

/** The record was written with a schema that this build does not know, most likely a newer one: hold it, do not reject it. */
public final class UnknownSchemaException extends RuntimeException {
    UnknownSchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
