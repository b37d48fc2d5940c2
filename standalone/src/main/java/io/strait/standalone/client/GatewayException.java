package io.strait.standalone.client;

/** The gateway refused a request, could not be reached, or a generation did not end with an image. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Tells it in words for the person who asked. */
    public GatewayException(String message) {
        super(message);
    }

    /** Tells it in words for the person who asked, with what went wrong beneath. */
    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
