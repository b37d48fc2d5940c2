package io.strait.trainer.training;

/** The loss is no longer a number. The last checkpoint stays. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
