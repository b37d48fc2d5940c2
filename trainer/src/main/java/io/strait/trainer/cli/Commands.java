package io.strait.trainer.cli;

import io.strait.trainer.export.ExportCommand;
import io.strait.trainer.training.DivergedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
            EvaluateCommand.class,
            TuneCommand.class,
            ExperimentsCommand.class,
            ExportCommand.class,
            PresetsCommand.class,
            AllCommand.class,
            ReportCommand.class,
            RestoreCommand.class,
            UntrainedCommand.class
        })
public final class Commands {
    private Commands() {}

    /** Runs a command line; the exit code is 0, 1 (failed) or 2 (usage). */
    public static int run(String... args) {
        return line().execute(args);
    }

    /** The command line, to be run or looked into. */
    static CommandLine line() {
        return new CommandLine(new Commands()).setExecutionExceptionHandler((failure, line, parsed) -> {
            if (!(failure instanceof IOException
                    || failure instanceof IllegalArgumentException
                    || failure instanceof DivergedException)) {
                throw failure;
            }
            String reason = failure instanceof NoSuchFileException missing
                    ? missing.getFile() + ": expected a file, got none"
                    : failure.getMessage();
            line.getErr().println("strait train " + line.getCommandName() + ": " + reason);
            line.getErr().flush();
            return 1;
        });
    }
}
