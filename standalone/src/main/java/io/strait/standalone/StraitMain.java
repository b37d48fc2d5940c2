package io.strait.standalone;

import io.strait.standalone.command.StraitCommand;

/** Entry of the {@code strait} command. Exit status: 0 done, 1 failed, 2 not understood. */
public final class StraitMain {
    private StraitMain() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        LogSetup.configure(arguments, System.getenv());
        System.exit(StraitCommand.commandLine().execute(arguments));
    }
}
