package io.strait.bench.pipeline;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.PreviewsOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench pipeline}. */
@Command(
        name = "pipeline",
        description = {
            "Compares images through gateway, Kafka and WebSocket with the same passes in a plain loop.",
            "Starts its own stack in a temporary folder and stops it. Takes a few minutes."
        },
        mixinStandardHelpOptions = true)
public final class PipelineCommand implements Callable<Integer> {
    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Side of the images. Default: the larger of the two.")
    private int size;

    @Option(names = "--jobs", paramLabel = "N", description = "Jobs at once under load. Default: ${DEFAULT-VALUE}.")
    private int jobs = 16;

    @Option(names = "--lone", paramLabel = "N", description = "Jobs one at a time. Default: ${DEFAULT-VALUE}.")
    private int lone = 20;

    @Option(names = "--rounds", paramLabel = "N", description = "Rounds under load. Default: ${DEFAULT-VALUE}.")
    private int rounds = 2;

    @Mixin
    private PreviewsOption previews = new PreviewsOption();

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "Gives up when a batch of jobs takes longer. Default: ${DEFAULT-VALUE}.")
    private int limitSeconds = 600;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of the engine. Default: one for each processor.")
    private @Nullable Integer threads;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if the run is not valid. */
    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--jobs", jobs, 1, 1_000);
        terminal.check("--lone", lone, 1, 1_000);
        terminal.check("--rounds", rounds, 1, 100);
        terminal.check("--limit", limitSeconds, 1, 86_400);
        PipelineBench bench = new PipelineBench(
                new PipelineBench.Options(
                        size, jobs, lone, rounds, previews.every(terminal), Duration.ofSeconds(limitSeconds)),
                terminal::progress);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path model = bundle.path();
            StackConfig config = StackConfig.of(model, scratch.path());
            PipelineReport report = bench.run(threads == null ? config : config.withThreads(threads));
            terminal.report(report);
            return report.valid() ? 0 : 1;
        }
    }
}
