package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import io.strait.engine.Bundle;
import io.strait.engine.EngineChoice;
import io.strait.engine.EngineInfo;
import io.strait.engine.EngineOptions;
import io.strait.engine.HostSampledSteps;
import io.strait.engine.InferenceEngine;
import io.strait.engine.graph.GraphVariant;
import io.strait.model.bundle.GraphName;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plays the same arrivals to this system and to two that one would write instead, in turns, on the same weights. */
final class BaselineBench {
    static final String ONE_AT_A_TIME = "one-at-a-time";
    static final String STATIC_BATCHES = "static-batches";
    static final String SAME_GRAPHS = "strait-same-graphs";
    static final String STRAIT = "strait";

    private static final List<Integer> BATCHES = List.of(2, 4, 8);

    /** Jobs that the capacity of a round is found with. */
    private static final int MANY = 12;

    /** Jobs before a system is measured: the first few cost the Java machine more. */
    private static final int WARM_UP = 4;

    /**
     * What to run.
     *
     * @param size side of the images in pixels
     * @param percents of the capacity, rising
     * @param seconds that arrivals go on for at each load of a round
     * @param rounds in which every system has its turn
     * @param limit the bench gives up when a load takes longer
     */
    record Options(int size, List<Integer> percents, int seconds, int rounds, int previewEvery, Duration limit) {
        int highest() {
            return percents.get(percents.size() - 1);
        }
    }

    private final Options options;
    private final StackConfig config;
    private final Consumer<String> progress;
    private final Bundle bundle;
    private final ImagePlan plan;
    private final Map<Integer, Map<String, List<SystemReport.Round>>> loads = new TreeMap<>();
    private final List<Double> capacities = new ArrayList<>();
    private int staticBatch;
    private @Nullable EngineInfo info;

    BaselineBench(Options options, StackConfig config, Consumer<String> progress) {
        this.options = options;
        this.config = config;
        this.progress = progress;
        bundle = Bundle.open(config.bundle());
        plan = new ImagePlan(bundle.manifest(), options.size(), options.previewEvery());
    }

    BaselineReport run() {
        double load = Machine.load();
        long begin = System.nanoTime();
        for (int round = 1; round <= options.rounds(); round++) {
            progress.accept("round " + round + " of " + options.rounds());
            round(round);
        }
        Map<Integer, Map<String, SystemReport>> reports = new TreeMap<>();
        loads.forEach((percent, systems) -> {
            Map<String, SystemReport> of = new LinkedHashMap<>();
            systems.forEach((system, rounds) -> of.put(system, SystemReport.of(rounds)));
            reports.put(percent, of);
        });
        Map<String, Double> images = new LinkedHashMap<>();
        for (String system : List.of(SAME_GRAPHS, STRAIT)) {
            images.put(
                    system,
                    ratio(
                            report(reports, options.highest(), system).imagesPerSecond(),
                            report(reports, options.highest(), ONE_AT_A_TIME).imagesPerSecond()));
        }
        Map<Integer, Double> previews = new TreeMap<>();
        for (int percent : options.percents()) {
            previews.put(
                    percent,
                    ratio(
                            report(reports, percent, STATIC_BATCHES)
                                    .firstPreviewMillis()
                                    .p95(),
                            report(reports, percent, STRAIT)
                                    .firstPreviewMillis()
                                    .p95()));
        }
        return new BaselineReport(
                options.size(),
                capacities.stream().map(one -> Math.round(one * 1000) / 1000.0).toList(),
                options.rounds(),
                staticBatch,
                reports,
                images,
                previews,
                Math.round((System.nanoTime() - begin) / 1e8) / 10.0,
                Machine.of(Objects.requireNonNull(info), bundle.manifest(), load));
    }

    private void round(int round) {
        Map<Integer, Arrivals> arrivals;
        try (Stack stack = Stack.start(config)) {
            StraitServer strait = new StraitServer(stack, options.limit());
            strait.imagesPerSecond(plan, WARM_UP);
            capacities.add(strait.imagesPerSecond(plan, MANY));
            info = stack.engine().info();
            arrivals = arrivals(round);
            arrivals.forEach((percent, some) -> play(percent, STRAIT, () -> strait.serve(plan, some)));
        }
        try (Stack stack = Stack.start(config.withGraphs(GraphVariant.ORIGINAL))) {
            StraitServer strait = new StraitServer(stack, options.limit());
            strait.imagesPerSecond(plan, WARM_UP);
            Arrivals some = arrivals.getOrDefault(options.highest(), new Arrivals(List.of(), List.of()));
            play(options.highest(), SAME_GRAPHS, () -> strait.serve(plan, some));
        }
        EngineOptions open = new EngineOptions(
                EngineChoice.ORT_CPU, config.threads(), EnumSet.allOf(GraphName.class), config.graphs(), null);
        try (InferenceEngine engine = InferenceEngine.open(bundle, open)) {
            if (round == 1) {
                staticBatch = best(engine);
            } else {
                rate(engine, WARM_UP);
            }
            PlainServer batches = new PlainServer(engine::step, engine, staticBatch);
            arrivals.forEach((percent, some) -> play(percent, STATIC_BATCHES, () -> batches.serve(plan, some)));
        }
        try (InferenceEngine engine = InferenceEngine.open(bundle, open.withVariant(GraphVariant.ORIGINAL));
                HostSampledSteps steps = HostSampledSteps.open(bundle, config.threads())) {
            PlainServer one = new PlainServer(steps::step, engine, 1);
            new BareLoop(engine, steps::step, ask -> {}).run(plan, Ask.some(WARM_UP, 1, plan.manifest()), grid -> 1);
            arrivals.forEach((percent, some) -> play(percent, ONE_AT_A_TIME, () -> one.serve(plan, some)));
        }
    }

    private Map<Integer, Arrivals> arrivals(int round) {
        Map<Integer, Arrivals> arrivals = new TreeMap<>();
        for (int percent : options.percents()) {
            double rate = capacities.get(round - 1) * percent / 100;
            int count = Math.max(4, (int) Math.round(rate * options.seconds()));
            arrivals.put(
                    percent, Arrivals.random(rate, count, 1_000_000L * round + 10_000L * percent, plan.manifest()));
        }
        return arrivals;
    }

    /** The batch that makes most images a second. */
    private int best(InferenceEngine engine) {
        int best = 1;
        double most = 0;
        for (int batch : BATCHES) {
            progress.accept("static batches of " + batch);
            double rate = rate(engine, batch);
            if (rate > most) {
                most = rate;
                best = batch;
            }
        }
        return best;
    }

    private double rate(InferenceEngine engine, int batch) {
        List<Ask> asks = Ask.some(batch, 1, plan.manifest());
        long begin = System.nanoTime();
        new BareLoop(engine).run(plan, asks, grid -> batch);
        return batch * 1e9 / (System.nanoTime() - begin);
    }

    private void play(int percent, String system, Supplier<SystemReport.Round> serve) {
        progress.accept(system + " at " + percent + " %");
        loads.computeIfAbsent(percent, none -> new LinkedHashMap<>())
                .computeIfAbsent(system, none -> new ArrayList<>())
                .add(serve.get());
    }

    private static SystemReport report(Map<Integer, Map<String, SystemReport>> reports, int percent, String system) {
        SystemReport report = reports.getOrDefault(percent, Map.of()).get(system);
        if (report == null) {
            throw new BenchException(system + " at " + percent + " %: expected a report, got none");
        }
        return report;
    }

    private static double ratio(double a, double b) {
        return Math.round(100 * a / b) / 100.0;
    }
}
