package io.strait.standalone.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Commands that the launcher script carries out itself, because they need the build or another class path. Declared here so
 * that the help names them.
 */
final class LauncherCommands {
    private LauncherCommands() {}

    @Command(
            name = "test",
            description = {
                "Runs the whole build with its tests (./mvnw verify) and ends with their counts.",
                "Arguments go to Maven, for example: ./strait test -pl gateway -am"
            },
            mixinStandardHelpOptions = true)
    static final class TestCommand extends ByLauncher {}

    @Command(
            name = "bench",
            description = "Measures this machine; see ./strait bench --help.",
            mixinStandardHelpOptions = true)
    static final class BenchCommand extends ByLauncher {}

    @Command(
            name = "train",
            description = "Trains and exports bundles; see ./strait train --help.",
            mixinStandardHelpOptions = true)
    static final class TrainCommand extends ByLauncher {}

    private abstract static sealed class ByLauncher implements Runnable {
        @Parameters(hidden = true)
        private final List<String> rest = new ArrayList<>();

        @Override
        public final void run() {
            throw new CommandFailure(
                    "only the launcher script can do this; run it as ./strait, with " + String.join(" ", rest));
        }
    }
}
