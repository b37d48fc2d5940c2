package io.strait.worker;

import java.util.List;

/** Settings that cannot be used; the message has every problem, one a line. */
public final class InvalidSettingsException extends RuntimeException {
    private final List<String> problems;

    InvalidSettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, each naming its setting. */
    public List<String> problems() {
        return problems;
    }
}
