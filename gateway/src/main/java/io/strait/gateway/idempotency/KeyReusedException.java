package io.strait.gateway.idempotency;

/** The idempotency key belongs to another request of the same tenant. */
public final class KeyReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyReusedException() {
        super("Idempotency-Key: expected one that no other request has, got one that came with another body or path.");
    }

    /** What the client is told. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
