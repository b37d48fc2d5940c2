package io.strait.trainer;

import io.strait.trainer.cli.Commands;

/** Entry point of {@code strait train}. */
public final class TrainMain {
    private TrainMain() {}

    /** Runs a command; the exit code is 0, 1 (failed) or 2 (usage). */
    public static void main(String[] args) {
        System.exit(Commands.run(args));
    }
}
