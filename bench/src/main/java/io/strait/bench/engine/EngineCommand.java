package io.strait.bench.engine;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.engine.graph.GraphVariant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench engine}. */
@Command(
        name = "engine",
        description = {
            "Measures the passes of every graph: time by batch, share of the machine's matrix product rate, sampling.",
            "Takes about a minute."
        },
        mixinStandardHelpOptions = true)
public final class EngineCommand implements Callable<Integer> {
    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(
            names = "--graphs",
            paramLabel = "VARIANT",
            split = ",",
            description = "Of original, fp32, int8. Default: ${DEFAULT-VALUE}.")
    private List<String> graphs = List.of("fp32", "int8");

    @Option(names = "--jobs", paramLabel = "N", split = ",", description = "Batches. Default: ${DEFAULT-VALUE}.")
    private List<Integer> jobs = List.of(1, 2, 4);

    @Option(
            names = "--each",
            paramLabel = "MILLIS",
            description = "Time for each graph and batch. Default: ${DEFAULT-VALUE}.")
    private int eachMillis = 700;

    @Option(names = "--operators", description = "Also the time of each operator.")
    private boolean operators;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Images to compare each variant with the original by; 0: none. Default: ${DEFAULT-VALUE}.")
    private int images = 2;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a pass. Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--threads", threads, 1, 1024);
        terminal.check("--images", images, 0, 1_000);
        terminal.check("--each", eachMillis, 1, 600_000);
        jobs.forEach(n -> terminal.check("--jobs", n, 1, 64));
        List<GraphVariant> variants;
        try {
            variants = graphs.stream().map(GraphVariant::parse).toList();
        } catch (IllegalArgumentException e) {
            throw terminal.refusal("--graphs: " + e.getMessage());
        }
        EngineBench bench = new EngineBench(
                new EngineBench.Options(threads, variants, jobs, Duration.ofMillis(eachMillis), operators, images),
                terminal::progress);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path model = bundle.path();
            EngineReport report = bench.run(model, scratch.path());
            terminal.report(report);
            return 0;
        }
    }
}
