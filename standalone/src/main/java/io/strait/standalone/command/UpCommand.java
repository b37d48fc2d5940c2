package io.strait.standalone.command;

import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import io.strait.standalone.stack.StackException;
import io.strait.worker.InvalidSettingsException;
import io.strait.worker.ProcessSettings;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole service in this process, until it is interrupted. */
@Command(
        name = "up",
        description = "Starts broker, workers and gateway in one process; the page is at the address it prints.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--port", description = "Port to listen on. Default: STRAIT_PORT, else 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--bind",
            description = "Address to listen on. Default: STRAIT_BIND, else 127.0.0.1, this machine only.")
    private @Nullable String bind;

    @Mixin
    private StackOptions options = new StackOptions();

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        StackConfig config;
        try {
            ProcessSettings.refuseDuplicates(ProcessSettings.ENVIRONMENT);
            config = options.config(StackConfig.home().resolve("data").resolve("strait"), System.getenv());
        } catch (InvalidSettingsException | StackException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        }
        config = port == null ? config : config.withPort(port);
        config = bind == null ? config : config.withBind(bind);
        PrintWriter out = line.getOut();
        out.println("starting; jobs and images are kept in " + config.data());
        out.flush();
        Stack stack = Stack.start(config);
        // The hook, not this thread, ends the stack: an interrupt ends the process without returning from here.
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "strait-stop"));
        out.printf(Locale.ROOT, "ready in %.1f s: %s%n", sinceProcessStart().toMillis() / 1000.0, stack.url());
        out.flush();
        try {
            stack.failed().join();
        } catch (CompletionException e) {
            throw new CommandFailure("a worker stopped; its log lines above say why");
        }
        return 0;
    }

    private static Duration sinceProcessStart() {
        Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(start, Instant.now());
    }
}
