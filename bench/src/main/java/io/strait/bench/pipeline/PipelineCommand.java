package io.strait.bench.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    @Option(names = "--bundle", paramLabel = "DIR", description = "The trained model. Default: bundles/emoji-256.")
    private @Nullable Path bundle;

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

    @Option(
            names = "--previews",
            paramLabel = "N",
            description = "A preview after every N-th step; 0: none. Default: ${DEFAULT-VALUE}.")
    private int previews = 3;

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
        check("--jobs", jobs, 1, 1_000);
        check("--lone", lone, 1, 1_000);
        check("--rounds", rounds, 1, 100);
        check("--previews", previews, 0, 64);
        check("--limit", limitSeconds, 1, 86_400);
        PrintWriter err = spec.commandLine().getErr();
        PipelineBench bench = new PipelineBench(
                new PipelineBench.Options(size, jobs, lone, rounds, previews, Duration.ofSeconds(limitSeconds)),
                what -> {
                    err.println("bench: " + what);
                    err.flush();
                });
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path model = bundle == null ? StackConfig.home().resolve("bundles/emoji-256") : bundle;
            StackConfig config = StackConfig.of(model, scratch.path());
            PipelineReport report = bench.run(threads == null ? config : config.withThreads(threads));
            spec.commandLine().getOut().println(json(report));
            spec.commandLine().getOut().flush();
            return report.valid() ? 0 : 1;
        }
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + ": expected " + least + " to " + most + ", got " + value);
        }
    }

    static String json(PipelineReport report) throws JsonProcessingException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
    }
}
