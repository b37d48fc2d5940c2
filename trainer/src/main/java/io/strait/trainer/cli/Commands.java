package io.strait.trainer.cli;

import io.strait.trainer.export.ExportCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains tokenizers and transformers, exports bundles.",
        subcommands = {
            DatasetCommand.class,
            TokenizerCommand.class,
            TopCommand.class,
            BottomCommand.class,
            UpsamplerCommand.class,
            SampleCommand.class,
            ExportCommand.class,
            PresetsCommand.class
        })
public final class Commands {
    private Commands() {}

    /** Runs a command line; the exit code is 0, 1 (failed) or 2 (usage). */
    public static int run(String... args) {
        return new CommandLine(new Commands()).execute(args);
    }
}
