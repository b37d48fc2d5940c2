package io.strait.standalone.command;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself: options of all sub-commands, and how a failure is told. */
@Command(
        name = "strait",
        description = "Generates images with the Stratified Image Transformer and streams them while they take shape.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            GenerateCommand.class,
            LabelsCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            TopicsCommand.class,
            CapacityCommand.class,
            LauncherCommands.TestCommand.class,
            LauncherCommands.BenchCommand.class,
            LauncherCommands.TrainCommand.class,
            HelpCommand.class
        },
        footer = {"", "Exit status: 0 done, 1 failed, 2 not understood."})
public final class StraitCommand implements Runnable {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and print the stack trace of a failure.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private StraitCommand() {}

    /** A fresh command line, ready to execute. */
    public static CommandLine commandLine() {
        StraitCommand command = new StraitCommand();
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(StraitCommand::notUnderstood)
                .setExecutionExceptionHandler(
                        (failure, line, parsed) -> failed(line.getErr(), failure, command.verbose));
    }

    @Override
    public void run() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        throw new ParameterException(line, "expected a command");
    }

    private static int notUnderstood(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println("strait: " + oneLine(failure.getMessage()) + " (see ./" + name + " --help)");
        line.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(PrintWriter err, Exception failure, boolean verbose) {
        if (verbose) {
            failure.printStackTrace(err);
        } else {
            String message = failure.getMessage();
            err.println("strait: " + (message == null ? failure.getClass().getSimpleName() : oneLine(message)));
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "" : message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
