package io.strait.bench.fairness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
    @Option(names = "--bundle", paramLabel = "DIR", description = "The trained model. Default: bundles/emoji-256.")
    private @Nullable Path bundle;

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
        check("--bulk", bulk, 1, 1_000_000);
        check("--interactive", interactive, 1, 10_000);
        check("--others", others, 1, 10_000);
        check("--alone", aloneSeconds, 1, 3_600);
        PrintWriter err = spec.commandLine().getErr();
        FairnessBench bench = new FairnessBench(
                new FairnessBench.Options(bulk, interactive, others, Duration.ofSeconds(aloneSeconds)), what -> {
                    err.println("bench: " + what);
                    err.flush();
                });
        Path scratch = Files.createTempDirectory("strait-fairness");
        try {
            Path model = bundle == null ? StackConfig.home().resolve("bundles/emoji-256") : bundle;
            FairnessReport report = bench.run(StackConfig.of(model, scratch));
            spec.commandLine()
                    .getOut()
                    .println(new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(report));
            spec.commandLine().getOut().flush();
            return 0;
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + ": expected " + least + " to " + most + ", got " + value);
        }
    }
}
