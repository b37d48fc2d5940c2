package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import io.strait.engine.Bundle;
import io.strait.engine.EngineChoice;
import io.strait.engine.EngineInfo;
import io.strait.engine.EngineOptions;
import io.strait.engine.HostSampledSteps;
import io.strait.engine.InferenceEngine;
import io.strait.engine.graph.GraphVariant;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Plays the same arrivals to this system and to two that one would write instead, one after the other, on the same weights. */
final class BaselineBench {
    static final String ONE_AT_A_TIME = "one-at-a-time";
    static final String STATIC_BATCHES = "static-batches";
    static final String SAME_GRAPHS = "strait-same-graphs";
    static final String STRAIT = "strait";

    private static final List<Integer> BATCHES = List.of(2, 4, 8);

    /**
     * What to run.
     *
     * @param size side of the images in pixels
     * @param percents of the capacity, rising
     * @param seconds that arrivals go on for at each load
     * @param limit the bench gives up when a load takes longer
     */
    record Options(int size, List<Integer> percents, int seconds, int previewEvery, Duration limit) {
        int highest() {
            return percents.get(percents.size() - 1);
        }
    }

    private final Options options;
    private final Consumer<String> progress;
    private final Map<Integer, Map<String, SystemReport>> loads = new TreeMap<>();

    BaselineBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    BaselineReport run(StackConfig config) {
        double load = Machine.load();
        long begin = System.nanoTime();
        Bundle bundle = Bundle.open(config.bundle());
        BundleManifest manifest = bundle.manifest();
        ImagePlan plan = new ImagePlan(manifest, options.size(), options.previewEvery());
        Map<Integer, Arrivals> arrivals = new TreeMap<>();
        double capacity;
        EngineInfo info;
        progress.accept("starting the stack");
        try (Stack stack = Stack.start(config)) {
            StraitServer strait = new StraitServer(stack, options.limit());
            capacity = strait.capacity(plan, 12);
            info = stack.engine().info();
            for (int percent : options.percents()) {
                double rate = capacity * percent / 100;
                int count = Math.max(4, (int) Math.round(rate * options.seconds()));
                arrivals.put(percent, Arrivals.random(rate, count, 10_000L * percent, manifest));
            }
            arrivals.forEach((percent, some) -> put(percent, STRAIT, () -> strait.serve(plan, some)));
        }
        try (Stack stack = Stack.start(config.withGraphs(GraphVariant.ORIGINAL))) {
            StraitServer strait = new StraitServer(stack, options.limit());
            strait.capacity(plan, 2);
            Arrivals some = arrivals.getOrDefault(options.highest(), new Arrivals(List.of(), List.of()));
            put(options.highest(), SAME_GRAPHS, () -> strait.serve(plan, some));
        }
        int batch = plain(config, bundle, plan, arrivals);
        Map<String, Double> images = new LinkedHashMap<>();
        for (String system : List.of(SAME_GRAPHS, STRAIT)) {
            images.put(
                    system,
                    ratio(
                            report(options.highest(), system).imagesPerSecond(),
                            report(options.highest(), ONE_AT_A_TIME).imagesPerSecond()));
        }
        Map<Integer, Double> previews = new TreeMap<>();
        for (int percent : options.percents()) {
            previews.put(
                    percent,
                    ratio(
                            report(percent, STATIC_BATCHES).firstPreviewMillis().p95(),
                            report(percent, STRAIT).firstPreviewMillis().p95()));
        }
        return new BaselineReport(
                options.size(),
                Math.round(capacity * 1000) / 1000.0,
                batch,
                loads,
                images,
                previews,
                Math.round((System.nanoTime() - begin) / 1e8) / 10.0,
                Machine.of(info, manifest, load));
    }

    private int plain(StackConfig config, Bundle bundle, ImagePlan plan, Map<Integer, Arrivals> arrivals) {
        EngineOptions open = new EngineOptions(
                EngineChoice.ORT_CPU, config.threads(), EnumSet.allOf(GraphName.class), config.graphs(), null);
        int best = 1;
        try (InferenceEngine engine = InferenceEngine.open(bundle, open)) {
            double most = 0;
            for (int batch : BATCHES) {
                progress.accept("static batches of " + batch);
                double rate = rate(engine, plan, batch);
                if (rate > most) {
                    most = rate;
                    best = batch;
                }
            }
            PlainServer batches = new PlainServer(engine::step, engine, best);
            arrivals.forEach((percent, some) -> put(percent, STATIC_BATCHES, () -> batches.serve(plan, some)));
        }
        try (InferenceEngine engine = InferenceEngine.open(bundle, open.withVariant(GraphVariant.ORIGINAL));
                HostSampledSteps steps = HostSampledSteps.open(bundle, config.threads())) {
            PlainServer one = new PlainServer(steps::step, engine, 1);
            arrivals.forEach((percent, some) -> put(percent, ONE_AT_A_TIME, () -> one.serve(plan, some)));
        }
        return best;
    }

    private static double rate(InferenceEngine engine, ImagePlan plan, int batch) {
        List<Ask> asks = Ask.some(batch, 1, plan.manifest());
        long begin = System.nanoTime();
        new BareLoop(engine).run(plan, asks, grid -> batch);
        return batch * 1e9 / (System.nanoTime() - begin);
    }

    private void put(int percent, String system, Supplier<SystemReport> serve) {
        progress.accept(system + " at " + percent + " %");
        loads.computeIfAbsent(percent, none -> new LinkedHashMap<>()).put(system, serve.get());
    }

    private SystemReport report(int percent, String system) {
        SystemReport report = loads.getOrDefault(percent, Map.of()).get(system);
        if (report == null) {
            throw new BenchException(system + " at " + percent + " %: expected a report, got none");
        }
        return report;
    }

    private static double ratio(double a, double b) {
        return Math.round(100 * a / b) / 100.0;
    }
}
