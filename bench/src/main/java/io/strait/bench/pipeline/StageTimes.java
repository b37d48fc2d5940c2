package io.strait.bench.pipeline;

import io.strait.engine.InferenceEngine;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.standalone.capacity.PassTime;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long passes of each stage take in a plain loop, at one job and at some: the two points of the model's line. Pictures drawn are part of
 * the passes they follow.
 *
 * @param one milliseconds of a pass of one job
 * @param some of a pass of {@code jobs}
 * @param jobs at least 2
 */
record StageTimes(Map<Stage, Double> one, Map<Stage, Double> some, int jobs) {
    /** Measures, after a run that is not. */
    static StageTimes measure(InferenceEngine engine, ImagePlan plan, int jobs) {
        millis(engine, plan, 1);
        return new StageTimes(millis(engine, plan, 1), millis(engine, plan, jobs), jobs);
    }

    /** The means of these and those. */
    StageTimes with(StageTimes other) {
        return new StageTimes(mean(one, other.one), mean(some, other.some), jobs);
    }

    Map<Stage, PassTime> passes() {
        Map<Stage, PassTime> passes = new EnumMap<>(Stage.class);
        one.forEach((stage, millis) -> {
            double more = some.getOrDefault(stage, millis);
            double each = Math.max(0, (more - millis) / (jobs - 1));
            passes.put(stage, new PassTime(Math.max(0, millis - each), each));
        });
        return passes;
    }

    private static Map<Stage, Double> mean(Map<Stage, Double> some, Map<Stage, Double> others) {
        Map<Stage, Double> mean = new EnumMap<>(some);
        others.forEach((stage, millis) -> mean.merge(stage, millis, (a, b) -> (a + b) / 2));
        return mean;
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
