package io.strait.bench.pipeline;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.PreviewsOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench capacity}. */
@Command(
        name = "capacity",
        description = {
            "Runs images of both sizes through a stack of its own and compares the model of ./strait capacity with it.",
            "The three stages share this machine, so the model has their passes in turn. Takes a few minutes."
        },
        mixinStandardHelpOptions = true)
public final class CapacityCommand implements Callable<Integer> {
    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(names = "--lanes", paramLabel = "N", description = "Of each worker. Default: ${DEFAULT-VALUE}.")
    private int lanes = 4;

    @Option(
            names = "--under-way",
            paramLabel = "N",
            description = "Jobs at once, each followed by another. Default: ${DEFAULT-VALUE}.")
    private int underWay = 8;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Counted of each size and round. Default: ${DEFAULT-VALUE}.")
    private int images = 16;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Loads of each size, passes being measured before and after each. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Mixin
    private PreviewsOption previews = new PreviewsOption();

    @Option(
            names = "--hop",
            paramLabel = "MILLIS",
            description = "From stage to stage, in the model. Default: ${DEFAULT-VALUE}.")
    private double hop = 8;

    @Option(
            names = "--turn",
            paramLabel = "MILLIS",
            description = "From a job's end until its lane has another, in the model. Default: ${DEFAULT-VALUE}.")
    private double turn = 15;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if the model is further off than the goal. */
    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--lanes", lanes, 2, 64);
        terminal.check("--under-way", underWay, 1, 1_000);
        terminal.check("--images", images, 1, 10_000);
        terminal.check("--rounds", rounds, 1, 100);
        CapacityBench bench = new CapacityBench(
                new CapacityBench.Options(
                        lanes, underWay, images, rounds, previews.every(terminal), new CapacityBench.Waits(hop, turn)),
                terminal::progress);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            StackConfig config = StackConfig.read(
                    bundle.path(), scratch.path(), Map.of("STRAIT_LANES", Integer.toString(lanes), "STRAIT_PORT", "0"));
            CapacityReport report = bench.run(config, Duration.ofMinutes(10));
            terminal.report(report);
            return report.within() ? 0 : 1;
        }
    }
}
