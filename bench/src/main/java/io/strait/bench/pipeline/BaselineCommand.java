package io.strait.bench.pipeline;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench baseline}. */
@Command(
        name = "baseline",
        description = {
            "Plays the same arrivals to one request at a time with sampling outside the graph, to static batches, and to this system.",
            "The systems take turns in every round, so that a machine whose speed drifts disturbs all alike.",
            "Takes up to ten minutes with its defaults."
        },
        mixinStandardHelpOptions = true)
public final class BaselineCommand implements Callable<Integer> {
    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(names = "--size", paramLabel = "PIXELS", description = "Side of the images. Default: ${DEFAULT-VALUE}.")
    private int size = 256;

    @Option(
            names = "--loads",
            paramLabel = "PERCENT",
            split = ",",
            description = "Of this system's capacity, rising. Default: ${DEFAULT-VALUE}.")
    private List<Integer> loads = List.of(50, 80, 110);

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long arrivals go on at each load of a round. Default: ${DEFAULT-VALUE}.")
    private int seconds = 15;

    @Option(names = "--rounds", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int rounds = 2;

    // Not without any: what is compared is when the first comes.
    @Option(
            names = "--previews",
            paramLabel = "N",
            description = "A preview after every N-th step. Default: ${DEFAULT-VALUE}.")
    private int previews = 3;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        loads.forEach(load -> terminal.check("--loads", load, 1, 400));
        terminal.check("--previews", previews, 1, 64);
        terminal.check("--seconds", seconds, 1, 3_600);
        terminal.check("--rounds", rounds, 1, 100);
        BaselineBench.Options options = new BaselineBench.Options(
                size, loads.stream().sorted().toList(), seconds, rounds, previews, Duration.ofMinutes(10));
        try (ScratchFolder scratch = ScratchFolder.create()) {
            StackConfig config = StackConfig.of(bundle.path(), scratch.path());
            terminal.report(new BaselineBench(options, config, terminal::progress).run());
            return 0;
        }
    }
}
