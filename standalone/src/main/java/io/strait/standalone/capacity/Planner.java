package io.strait.standalone.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the fewest workers that carry a rate within a time: begins with what the rate needs at least and adds where jobs wait longest. */
public final class Planner {
    private static final int FEWEST_JOBS = 5_000;
    private static final int MOST_JOBS = 60_000;
    private static final int MOST_ROUNDS = 200;
    /** Arrivals that are simulated, in seconds; a queue that grows without bound shows within. */
    private static final double SECONDS = 120;

    private Planner() {}

    /**
     * What it found.
     *
     * @param pools with their workers
     * @param p50 milliseconds from the client's request to the image
     * @param p95 as p50
     * @param reached whether the p95 is what was asked for
     */
    public record Plan(
            List<Pool> pools, List<PoolPlan> loads, double throughput, double p50, double p95, boolean reached) {}

    /** Of one pool: jobs in a pass, share of the time its workers are passing, wait for a lane in milliseconds; means. */
    public record PoolPlan(String name, int workers, int lanes, double batch, double busy, double waitMillis) {}

    /**
     * Plans.
     *
     * @param pools in the order of the stages; their numbers of workers do not matter
     * @param rate images a second
     * @param p95Millis time to the image that 95 of 100 jobs may take
     */
    public static Plan plan(List<Pool> pools, double rate, double p95Millis) {
        List<Pool> now = new ArrayList<>(pools.stream()
                .map(pool -> pool.withWorkers((int) Math.ceil(rate * pool.share() / pool.most())))
                .toList());
        int jobs = (int) Math.min(MOST_JOBS, Math.max(FEWEST_JOBS, rate * SECONDS));
        for (int round = 0; ; round++) {
            Simulation.Result result = Simulation.run(now, rate, 0, jobs, 1, false);
            boolean reached = result.p95() <= p95Millis;
            if (reached || round == MOST_ROUNDS) {
                return plan(now, result, reached);
            }
            Simulation.PoolResult worst = result.pools().stream()
                    .max(Comparator.comparingDouble(Simulation.PoolResult::waitMillis)
                            .thenComparingDouble(Simulation.PoolResult::busy))
                    .orElseThrow();
            now.replaceAll(pool -> pool.name().equals(worst.name())
                    ? pool.withWorkers(pool.workers() + Math.max(1, pool.workers() / 50))
                    : pool);
        }
    }

    /** What pools of a given size do with a load; {@code closed} jobs always under way, or if that is 0 a rate. */
    public static Plan predict(List<Pool> pools, double rate, int closed, int jobs) {
        return plan(pools, Simulation.run(pools, rate, closed, jobs, 1, false), true);
    }

    /** The same of pools whose workers are all on one machine, as in {@code strait up}: they pass in turn. */
    public static Plan predictTogether(List<Pool> pools, int closed, int jobs) {
        return plan(pools, Simulation.run(pools, 0, closed, jobs, 1, true), true);
    }

    private static Plan plan(List<Pool> pools, Simulation.Result result, boolean reached) {
        List<PoolPlan> loads = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            Simulation.PoolResult load = result.pools().get(i);
            loads.add(new PoolPlan(
                    load.name(), load.workers(), pools.get(i).lanes(), load.batch(), load.busy(), load.waitMillis()));
        }
        return new Plan(List.copyOf(pools), loads, result.throughput(), result.p50(), result.p95(), reached);
    }
}
