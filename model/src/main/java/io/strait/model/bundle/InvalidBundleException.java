package io.strait.model.bundle;

import java.util.List;

/** A bundle that cannot be used. Holds every problem found, not only the first. */
public final class InvalidBundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /**
     * Creates the exception.
     *
     * @param source file the problems are about
     * @param problems at least one; each names a field or a file, what was expected and what is there
     */
    public InvalidBundleException(String source, List<String> problems) {
        super(source + ": " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order found. */
    public List<String> problems() {
        return problems;
    }
}
