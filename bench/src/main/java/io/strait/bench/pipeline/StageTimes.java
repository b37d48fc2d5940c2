package io.strait.bench.pipeline;

import io.strait.engine.InferenceEngine;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.standalone.capacity.PassTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How long passes of each stage take in a plain loop, at one job and at some: the two points of the model's line. */
final class StageTimes {
    private final InferenceEngine engine;
    private final ImagePlan plan;
    private final Map<TokenGrid, Long> nanos = new EnumMap<>(TokenGrid.class);

    private StageTimes(InferenceEngine engine, ImagePlan plan) {
        this.engine = engine;
        this.plan = plan;
    }

    /**
     * Measures, after a run that is not.
     *
     * @param most jobs in a pass, at least 2
     * @return by stage; pictures drawn are part of the passes they follow
     */
    static Map<Stage, PassTime> measure(InferenceEngine engine, ImagePlan plan, int most) {
        StageTimes times = new StageTimes(engine, plan);
        times.of(1);
        Map<Stage, Double> one = times.of(1);
        Map<Stage, Double> some = times.of(most);
        Map<Stage, PassTime> passes = new EnumMap<>(Stage.class);
        one.forEach((stage, millis) -> {
            double more = some.getOrDefault(stage, millis);
            double each = Math.max(0, (more - millis) / (most - 1));
            passes.put(stage, new PassTime(Math.max(0, millis - each), each));
        });
        return passes;
    }

    /** Milliseconds of a pass by stage, with so many jobs in it. */
    private Map<Stage, Double> of(int jobs) {
        nanos.clear();
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
        List<Ask> asks = Ask.some(jobs, 5_000, plan.manifest());
        long begin = System.nanoTime();
        loop.run(plan, asks, grid -> jobs);
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
