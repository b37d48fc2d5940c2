package io.strait.gateway.request;

import java.util.List;
import java.util.stream.Collectors;

/** A request that cannot be served as it is; holds every problem found. */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** With at least one problem. */
    public InvalidRequestException(List<Problem> problems) {
        super(problems.stream()
                .map(p -> p.field() + ": expected " + p.expected() + ", got " + p.got())
                .collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** With one problem. */
    public InvalidRequestException(String field, String expected, Object got) {
        this(List.of(new Problem(field, expected, got)));
    }

    /** Every problem, in the order found. */
    public List<Problem> problems() {
        return problems;
    }
}
