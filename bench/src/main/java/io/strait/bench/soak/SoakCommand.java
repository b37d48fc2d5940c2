package io.strait.bench.soak;

import io.strait.bench.command.BundleOption;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench soak}. */
@Command(
        name = "soak",
        description = {
            "Mixed load with random cancels and disconnects on a stack of its own, clients in the same process.",
            "Resident memory and threads at the end must be within 5 %% of those at minute 5 (or a sixth of the time, if shorter)."
        },
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    private static final double WITHIN = 0.05;
    private static final double SETTLED_MINUTE = 5;

    @Option(names = "--minutes", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private double minutes = 30;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "Each with one job at a time. Default: ${DEFAULT-VALUE}.")
    private int clients = 12;

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if something grew or a client got what it should not. */
    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        Path model = bundle.path();
        List<SoakSample> samples = new ArrayList<>();
        long problems;
        try (ScratchFolder scratch = ScratchFolder.create();
                Stack stack = Stack.start(StackConfig.of(model, scratch.path()));
                Mix mix = new Mix(stack.url(), stack.bundle().manifest().labels(), clients)) {
            double step = Math.min(1, minutes / 12);
            for (double minute = step; minute < minutes + step / 2; minute += step) {
                CompletableFuture<Void> pause = new CompletableFuture<>();
                pause.completeOnTimeout(null, (long) (step * 60_000), TimeUnit.MILLISECONDS)
                        .join();
                SoakSample sample = SoakSample.take(minute, mix);
                terminal.progress(sample.toString());
                samples.add(sample);
            }
            problems = mix.problems();
        }
        return report(terminal, samples, problems);
    }

    private int report(Terminal terminal, List<SoakSample> samples, long problems) throws IOException {
        double settled = Math.min(SETTLED_MINUTE, minutes / 6);
        SoakSample first = samples.stream()
                .min(Comparator.comparingDouble(sample -> Math.abs(sample.minute() - settled)))
                .orElseThrow();
        SoakSample last = samples.get(samples.size() - 1);
        double memory = last.residentMiB() / first.residentMiB() - 1;
        double threads = (double) last.threads() / first.threads() - 1;
        boolean passed = Math.abs(memory) <= WITHIN && Math.abs(threads) <= WITHIN && problems == 0;
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("passed", passed);
        report.put("residentGrowth", memory);
        report.put("threadGrowth", threads);
        report.put("problems", problems);
        report.put("first", first);
        report.put("last", last);
        terminal.report(report);
        return passed ? 0 : 1;
    }
}
