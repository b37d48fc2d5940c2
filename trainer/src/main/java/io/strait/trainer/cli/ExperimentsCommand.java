package io.strait.trainer.cli;

import io.strait.trainer.experiment.Experiments;
import io.strait.trainer.experiment.Scale;
import io.strait.trainer.experiment.Tables;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "experiments",
        description = {
            "makes the paper's tables at small scale: trains what they need, measures, writes Markdown and JSON",
            "What was trained or measured before is used again; stopped, the same command goes on."
        },
        mixinStandardHelpOptions = true)
final class ExperimentsCommand implements Callable<Integer> {
    /** For the help text. */
    static final class TableNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Tables.names().iterator();
        }
    }

    @Option(names = "--data", required = true, description = "folder of class folders of images")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, description = "folder for checkpoints, figures and tables")
    private Path out = Path.of("");

    @Option(
            names = "--table",
            split = ",",
            completionCandidates = TableNames.class,
            description = "which: ${COMPLETION-CANDIDATES}; default: all")
    private List<String> tables = List.of();

    @Option(names = "--seeds", split = ",", defaultValue = "1,2", description = "default: ${DEFAULT-VALUE}")
    private List<Long> seeds = List.of();

    @Option(names = "--scale", defaultValue = "small", description = "small or tiny; default: ${DEFAULT-VALUE}")
    private String scale = "";

    @Option(names = "--budget", description = "steps of each transformer; default: the scale's")
    private int budget;

    @Option(names = "--tokenizer-budget", description = "steps of each tokenizer; default: the scale's")
    private int tokenizerBudget;

    @Option(names = "--samples", description = "samples to draw for each row; default: the scale's")
    private int samples;

    @Option(names = "--fill", description = "Markdown page to put the tables into, such as docs/experiments.md")
    private @Nullable Path page;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Override
    public Integer call() throws Exception {
        torch.set_num_threads(threads);
        Scale sizes = Scale.named(scale).with(tokenizerBudget, budget, samples);
        boolean terminal = Boolean.getBoolean("strait.terminal");
        new Experiments(data, out, sizes, seeds, page, terminal).run(tables, System.out);
        return 0;
    }
}
