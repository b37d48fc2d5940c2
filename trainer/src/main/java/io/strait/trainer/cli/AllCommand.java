package io.strait.trainer.cli;

import io.strait.trainer.network.Stage;
import io.strait.trainer.report.HtmlReport;
import io.strait.trainer.training.Checkpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "all",
        description =
                "from a folder of class folders to a bundle: every network, evaluation, report, export. Run again, it"
                        + " goes on where it was stopped",
        mixinStandardHelpOptions = true)
final class AllCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, description = "YAML file: data, out, bundle, preset, steps and so on")
    private Path config = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TrainPlan plan = TrainPlan.read(config);
        List<String> kinds = new ArrayList<>(List.of("tokenizer"));
        for (Stage stage : Stage.of(plan.preset())) {
            kinds.add(stage.name().toLowerCase(Locale.ROOT));
        }
        for (String kind : kinds) {
            int code = train(plan, kind);
            if (code != 0) {
                return code;
            }
            HtmlReport.write(plan.out());
        }
        if (plan.evaluates()) {
            int code = run(plan.evaluation());
            HtmlReport.write(plan.out());
            if (code != 0) {
                return code;
            }
        }
        int code = plan.exports() ? run(plan.export()) : 0;
        System.out.println("report: " + plan.out().resolve(HtmlReport.NAME));
        return code;
    }

    /** Trains one network to its last step, or goes on with it, or leaves it if it is finished. */
    private int train(TrainPlan plan, String kind) throws IOException {
        Path file = plan.out().resolve(kind + ".ckpt");
        boolean resume = Files.exists(file);
        List<String> line = plan.training(kind, resume);
        long steps = steps(line);
        if (resume) {
            Checkpoint.Facts facts = Checkpoint.load(file).facts();
            if (!facts.preset().equals(plan.preset().name())) {
                throw new IOException(
                        file + ": expected preset " + plan.preset().name() + ", got " + facts.preset());
            }
            if (facts.step() >= steps) {
                System.out.printf("%s: finished before, %d steps%n", kind, facts.step());
                return 0;
            }
        }
        int code = run(line);
        if (code == 0 && Checkpoint.load(file).facts().step() < steps) {
            throw new IOException(kind + ": stopped before its last step; the same command goes on");
        }
        return code;
    }

    /** What the command would train for, be it by default. */
    private static long steps(List<String> line) {
        CommandLine.ParseResult parsed = Commands.line().parseArgs(line.toArray(String[]::new));
        Object steps = parsed.subcommand().commandSpec().findOption("--steps").getValue();
        return ((Number) steps).longValue();
    }

    private int run(List<String> line) {
        CommandLine commands = Commands.line();
        if (spec != null) {
            PrintWriter errors = spec.commandLine().getErr();
            commands.setErr(errors);
        }
        return commands.execute(line.toArray(String[]::new));
    }
}
