package io.strait.bench.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code ./strait bench batch}. */
@Command(
        name = "batch",
        description = {
            "Sends a file of many requests as one batch and measures until all are in the queue,",
            "with the memory that the gateway takes for it. Starts its own broker and gateway; no workers."
        },
        mixinStandardHelpOptions = true)
public final class BatchCommand implements Callable<Integer> {
    @Option(names = "--bundle", paramLabel = "DIR", description = "Whose labels. Default: bundles/emoji-256.")
    private @Nullable Path bundle;

    @Option(names = "--lines", paramLabel = "N", description = "Lines of the batch. Default: ${DEFAULT-VALUE}.")
    private int lines = 50_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if a line was lost or doubled. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (lines < 1 || lines > 1_000_000) {
            throw new ParameterException(spec.commandLine(), "--lines: expected 1 to 1000000, got " + lines);
        }
        Path scratch = Files.createTempDirectory("strait-bench-batch-");
        try {
            Path model = bundle == null ? StackConfig.home().resolve("bundles/emoji-256") : bundle;
            BatchReport report = new BatchBench(model, lines).run(scratch);
            spec.commandLine()
                    .getOut()
                    .println(new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsString(report));
            spec.commandLine().getOut().flush();
            return report.valid() ? 0 : 1;
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path scratch) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(scratch)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.deleteIfExists(entry);
        }
    }
}
