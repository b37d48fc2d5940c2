package io.strait.bench;

import io.strait.bench.batch.BatchCommand;
import io.strait.bench.engine.EngineCommand;
import io.strait.bench.fairness.FairnessCommand;
import io.strait.bench.gateway.GatewayCommand;
import io.strait.bench.pipeline.BaselineCommand;
import io.strait.bench.pipeline.CapacityCommand;
import io.strait.bench.pipeline.PipelineCommand;
import io.strait.bench.scale.ScaleCommand;
import io.strait.bench.soak.SoakCommand;
import io.strait.bench.train.TrainCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./strait bench}. */
@Command(
        name = "strait bench",
        description = "Measures this machine. Results are JSON on standard output.",
        subcommands = {
            BaselineCommand.class,
            BatchCommand.class,
            CapacityCommand.class,
            EngineCommand.class,
            FairnessCommand.class,
            GatewayCommand.class,
            PipelineCommand.class,
            ScaleCommand.class,
            SoakCommand.class,
            TrainCommand.class
        },
        mixinStandardHelpOptions = true)
public final class BenchMain implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    private BenchMain() {}

    /** Exit status 0, 1 after a failure or an invalid run, 2 for wrong usage. */
    public static void main(String[] arguments) {
        // before the first logger exists: logback reads it once
        System.setProperty("logback.configurationFile", "io/strait/bench/logback.xml");
        System.setProperty("logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
        IExecutionExceptionHandler failures = (failure, command, parsed) -> {
            command.getErr().println("strait bench: " + failure.getMessage());
            return 1;
        };
        System.exit(new CommandLine(new BenchMain())
                .setExecutionExceptionHandler(failures)
                .execute(arguments));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "expected a subcommand: baseline, batch, capacity, engine, fairness, gateway, pipeline, scale, soak, train");
    }
}
