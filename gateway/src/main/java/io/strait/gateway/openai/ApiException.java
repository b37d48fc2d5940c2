package io.strait.gateway.openai;

/** A failure that is already in the API's form. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ApiError error;

    ApiException(ApiError error) {
        super(error.message());
        this.error = error;
    }

    /** What the client is told. */
    public ApiError error() {
        return error;
    }
}
