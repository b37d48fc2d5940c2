package io.strait.bench.batch;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(names = "--lines", paramLabel = "N", description = "Lines of the batch. Default: ${DEFAULT-VALUE}.")
    private int lines = 50_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if a line was lost or doubled. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--lines", lines, 1, 1_000_000);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            Path model = bundle.path();
            BatchReport report = new BatchBench(model, lines).run(scratch.path());
            terminal.report(report);
            return report.valid() ? 0 : 1;
        }
    }
}
