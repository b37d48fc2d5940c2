package io.strait.bench.pipeline;

import io.strait.engine.InferenceEngine;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.standalone.capacity.PassTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * How long passes of each stage take in a plain loop, at so many jobs and at half as many: the two points of the model's line. One job alone
 * would not be on it: all threads share its passes, which they do not under load. Pictures drawn are part of the passes they follow.
 *
 * @param half milliseconds of a pass of {@code jobs / 2}
 * @param full of a pass of {@code jobs}
 * @param jobs at least 2
 */
record StageTimes(Map<Stage, Double> half, Map<Stage, Double> full, int jobs) {
    /** Measures, after a run that is not. */
    static StageTimes measure(InferenceEngine engine, ImagePlan plan, int jobs) {
        millis(engine, plan, 1);
        return new StageTimes(millis(engine, plan, jobs / 2), millis(engine, plan, jobs), jobs);
    }

    /** The model's lines, through the means of several measurements. */
    static Map<Stage, PassTime> passes(List<StageTimes> times) {
        int jobs = times.get(0).jobs;
        Map<Stage, PassTime> passes = new EnumMap<>(Stage.class);
        for (Stage stage : times.get(0).full.keySet()) {
            double half = mean(times, StageTimes::half, stage);
            double full = mean(times, StageTimes::full, stage);
            double each = Math.max(0, (full - half) / (jobs - jobs / 2));
            passes.put(stage, new PassTime(Math.max(0, full - jobs * each), each));
        }
        return passes;
    }

    private static double mean(List<StageTimes> times, Function<StageTimes, Map<Stage, Double>> point, Stage stage) {
        return times.stream()
                .mapToDouble(one -> Objects.requireNonNull(point.apply(one).get(stage)))
                .average()
                .orElseThrow();
    }

    private static Map<Stage, Double> millis(InferenceEngine engine, ImagePlan plan, int jobs) {
        Map<TokenGrid, Long> nanos = new EnumMap<>(TokenGrid.class);
        BareLoop loop = new BareLoop(
                engine,
                batch -> {
                    long begin = System.nanoTime();
                    try {
                        return engine.step(batch);
                    } finally {
                        nanos.merge(batch.grid(), System.nanoTime() - begin, Long::sum);
                    }
                },
                ask -> {});
        long begin = System.nanoTime();
        loop.run(plan, Ask.some(jobs, 5_000, plan.manifest()), grid -> jobs);
        double all = System.nanoTime() - begin;
        double inPasses = nanos.values().stream().mapToLong(Long::longValue).sum();
        Map<Stage, Double> sums = new EnumMap<>(Stage.class);
        Map<Stage, Integer> steps = new EnumMap<>(Stage.class);
        for (TokenGrid grid : plan.grids()) {
            sums.merge(grid.stage(), nanos.getOrDefault(grid, 0L) * all / inPasses / 1e6, Double::sum);
            steps.merge(grid.stage(), plan.manifest().defaults(grid).steps(), Integer::sum);
        }
        sums.replaceAll((stage, millis) -> millis / steps.getOrDefault(stage, 1));
        return sums;
    }
}
