package io.strait.bench.fairness;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench fairness}. */
@Command(
        name = "fairness",
        description = {
            "Queues bulk jobs of one tenant, and measures what interactive jobs and another tenant notice of it.",
            "Starts its own stack in a temporary folder and stops it. Takes a few minutes."
        },
        mixinStandardHelpOptions = true)
public final class FairnessCommand implements Callable<Integer> {
    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(names = "--bulk", paramLabel = "N", description = "Bulk jobs to queue. Default: ${DEFAULT-VALUE}.")
    private int bulk = FairnessBench.GOAL_QUEUED;

    @Option(
            names = "--interactive",
            paramLabel = "N",
            description = "Interactive jobs, idle and beside the bulk jobs. Default: ${DEFAULT-VALUE}.")
    private int interactive = 40;

    @Option(
            names = "--others",
            paramLabel = "N",
            description = "Bulk jobs of another tenant. Default: ${DEFAULT-VALUE}.")
    private int others = 8;

    @Option(
            names = "--alone",
            paramLabel = "SECONDS",
            description = "How long bulk jobs are counted while nothing else runs. Default: ${DEFAULT-VALUE}.")
    private int aloneSeconds = 30;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0. */
    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--bulk", bulk, 1, 1_000_000);
        terminal.check("--interactive", interactive, 1, 10_000);
        terminal.check("--others", others, 1, 10_000);
        terminal.check("--alone", aloneSeconds, 1, 3_600);
        FairnessBench bench = new FairnessBench(
                new FairnessBench.Options(bulk, interactive, others, Duration.ofSeconds(aloneSeconds)),
                terminal::progress);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path model = bundle.path();
            FairnessReport report = bench.run(StackConfig.of(model, scratch.path()));
            terminal.report(report);
            return 0;
        }
    }
}
