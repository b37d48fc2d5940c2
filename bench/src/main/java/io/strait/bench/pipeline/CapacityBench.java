package io.strait.bench.pipeline;

import io.strait.bench.command.Machine;
import io.strait.bench.pipeline.CapacityReport.Figures;
import io.strait.bench.pipeline.CapacityReport.Point;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.standalone.capacity.PassTime;
import io.strait.standalone.capacity.Planner;
import io.strait.standalone.capacity.Pool;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs images of both sizes through a stack and compares what the capacity model says of such a run. */
final class CapacityBench {
    /** Largest deviation of what is judged: images a second, and the time that 95 of 100 take. */
    static final double WITHIN = 0.15;

    private static final int SIMULATED = 4_000;

    /**
     * What to run.
     *
     * @param underWay jobs at once, each followed by another
     * @param images counted of each size in each round, after as many as are under way
     * @param rounds loads of each size; passes are measured before, between and after them, because the machine changes its pace
     */
    record Options(int lanes, int underWay, int images, int rounds, int previewEvery, Waits waits) {}

    /** Of the model, in milliseconds; see {@link Pool}. */
    record Waits(double hop, double turn) {}

    private final Options options;
    private final Consumer<String> progress;

    CapacityBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    CapacityReport run(StackConfig config, Duration limit) {
        double load = Machine.load();
        progress.accept("starting the stack");
        try (Stack stack = Stack.start(config);
                StackClient client = new StackClient(stack.url(), limit)) {
            BundleManifest manifest = stack.bundle().manifest();
            List<Point> points = new ArrayList<>();
            for (int size : List.of(manifest.imageSize(), manifest.upsampledSize())) {
                points.add(point(stack, client, new ImagePlan(manifest, size, options.previewEvery())));
            }
            List<String> missed =
                    points.stream().flatMap(one -> missed(one).stream()).toList();
            return new CapacityReport(
                    missed.isEmpty(),
                    missed,
                    options.underWay(),
                    options.lanes(),
                    points,
                    Machine.of(stack.engine().info(), manifest, load));
        }
    }

    private Point point(Stack stack, StackClient client, ImagePlan plan) {
        List<StageTimes> measuredPasses = new ArrayList<>(List.of(passes(stack, plan)));
        List<Load> loads = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            progress.accept(
                    options.images() + " images of " + plan.size() + " pixels, " + options.underWay() + " at once");
            loads.add(load(client, plan));
            measuredPasses.add(passes(stack, plan));
        }
        Figures measured = figures(loads);
        Map<Stage, PassTime> passes = StageTimes.passes(measuredPasses);
        Planner.Plan model = Planner.predictTogether(pools(plan, passes), options.underWay(), SIMULATED);
        Figures predicted = new Figures(rounded(model.throughput()), rounded(model.p50()), rounded(model.p95()));
        Map<String, String> times = new LinkedHashMap<>();
        passes.forEach((stage, pass) -> times.put(
                stage.wireName(), String.format(Locale.ROOT, "%.1f+%.1f", pass.fixedMillis(), pass.perJobMillis())));
        Map<String, Double> deviation = new LinkedHashMap<>();
        deviation.put("imagesPerSecond", rounded(predicted.imagesPerSecond() / measured.imagesPerSecond() - 1));
        deviation.put("p50Millis", rounded(predicted.p50Millis() / measured.p50Millis() - 1));
        deviation.put("p95Millis", rounded(predicted.p95Millis() / measured.p95Millis() - 1));
        return new Point(plan.size(), times, predicted, measured, deviation);
    }

    private StageTimes passes(Stack stack, ImagePlan plan) {
        progress.accept("passes for " + plan.size() + " pixels, in a plain loop");
        return StageTimes.measure(stack.engine(), plan, options.lanes());
    }

    private List<Pool> pools(ImagePlan plan, Map<Stage, PassTime> passes) {
        List<Pool> pools = new ArrayList<>();
        passes.forEach((stage, pass) -> {
            int steps = plan.grids().stream()
                    .filter(grid -> grid.stage() == stage)
                    .mapToInt((TokenGrid grid) -> plan.manifest().defaults(grid).steps())
                    .sum();
            pools.add(new Pool(
                    stage.wireName(),
                    1,
                    steps,
                    1,
                    pass,
                    options.lanes(),
                    options.waits().hop(),
                    options.waits().turn()));
        });
        return pools;
    }

    /** What was counted of a load, and how long it took. */
    private record Load(List<StackClient.Made> counted, long nanos) {}

    private static Figures figures(List<Load> loads) {
        List<StackClient.Made> counted =
                loads.stream().flatMap(load -> load.counted.stream()).toList();
        double nanos = loads.stream().mapToLong(Load::nanos).sum();
        Quantiles walls =
                Quantiles.of(counted.stream().map(StackClient.Made::wallMillis).toList());
        return new Figures(rounded(counted.size() * 1e9 / nanos), walls.p50(), walls.p95());
    }

    /** So many always under way: whenever one is done, another is asked for. */
    private Load load(StackClient client, ImagePlan plan) {
        int wanted = options.underWay() + options.images();
        List<Ask> asks = Ask.some(wanted + options.underWay(), 1_000, plan.manifest());
        List<Generation> open = new ArrayList<>();
        List<StackClient.Made> made = new ArrayList<>();
        int asked = 0;
        while (made.size() < wanted) {
            while (open.size() < options.underWay()) {
                open.add(client.ask(plan, asks.get(asked++)));
            }
            CompletableFuture<?>[] any = open.stream().map(Generation::done).toArray(CompletableFuture<?>[]::new);
            CompletableFuture.anyOf(any).handle((done, failure) -> null).join();
            for (Generation one : List.copyOf(open)) {
                if (one.done().isDone()) {
                    made.add(client.await(one));
                    open.remove(one);
                }
            }
        }
        open.forEach(client::await);
        List<StackClient.Made> counted = made.subList(options.underWay(), made.size());
        long from = made.get(options.underWay() - 1).done().endNanos();
        long to = made.get(made.size() - 1).done().endNanos();
        return new Load(List.copyOf(counted), to - from);
    }

    /** What is judged and outside the goal. */
    static List<String> missed(Point point) {
        return List.of("imagesPerSecond", "p95Millis").stream()
                .filter(figure -> Math.abs(point.deviation().getOrDefault(figure, Double.NaN)) > WITHIN)
                .map(figure -> point.size() + " pixels, " + figure + ": expected the model within " + WITHIN + ", got "
                        + point.deviation().get(figure))
                .toList();
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
