package io.strait.engine.graph;

import java.util.List;
import java.util.Optional;

/** A graph as it is run: whole, or in two parts. Arrays are not copied: do not write to them. */
public final class Rewritten {
    private final byte[] step;
    private final byte[] given;
    private final List<String> passed;

    private Rewritten(byte[] step, byte[] given, List<String> passed) {
        this.step = step;
        this.given = given;
        this.passed = List.copyOf(passed);
    }

    static Rewritten whole(byte[] model) {
        return new Rewritten(model, new byte[0], List.of());
    }

    static Rewritten parts(byte[] step, byte[] given, List<String> passed) {
        return new Rewritten(step, given, passed);
    }

    /** The model that is run at every step. */
    public byte[] step() {
        return step;
    }

    /** The model that is run once for each job, with what it is conditioned on; empty if the graph is whole. */
    public Optional<byte[]> given() {
        return passed.isEmpty() ? Optional.empty() : Optional.of(given);
    }

    /** Float outputs of {@link #given()} that are inputs of {@link #step()}; rows, or windows of rows, are their first axis. */
    public List<String> passed() {
        return passed;
    }
}
