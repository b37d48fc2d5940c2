package io.strait.standalone.capacity;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Pools in a row, fed by arrivals at random times, event by event. A worker passes its jobs together, up to a number: those that have had no
 * step, then the oldest; a job that comes joins at the next pass. Time is in milliseconds. One simulation, one run.
 */
final class Simulation {
    private final List<Stage> stages = new ArrayList<>();
    private final SplittableRandom random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final double[] latencies;
    /** Whether there is one machine for all workers, which passes for one at a time. */
    private final boolean shared;

    private final Deque<Worker> turns = new ArrayDeque<>();
    private boolean machineBusy;
    private int finished;
    private double now;
    private long sequence;

    private record Event(double at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private static final class Job {
        private final double arrived;
        private final double draw;
        private double queued;
        private int stepsLeft;

        Job(double arrived, double draw) {
            this.arrived = arrived;
            this.draw = draw;
        }
    }

    /** What came of it. Times in milliseconds; throughput in jobs a second between the first tenth's end and the last one's. */
    record Result(double throughput, double p50, double p95, List<PoolResult> pools) {}

    /** Of one pool: mean jobs in a pass, share of the time its workers were passing, mean wait for a lane. */
    record PoolResult(String name, int workers, double batch, double busy, double waitMillis) {}

    private Simulation(List<Pool> pools, int jobs, long seed, boolean shared) {
        this.shared = shared;
        this.random = new SplittableRandom(seed);
        this.latencies = new double[jobs];
        for (int i = 0; i < pools.size(); i++) {
            stages.add(new Stage(pools.get(i), i));
        }
    }

    /**
     * Runs so many jobs through.
     *
     * @param rate mean arrivals a second, times between them exponentially distributed
     * @param closed 0; or how many jobs are always under way instead of arriving at a rate
     * @param shared whether all workers are on one machine and pass in turn; else each has its own
     */
    static Result run(List<Pool> pools, double rate, int closed, int jobs, long seed, boolean shared) {
        return new Simulation(pools, jobs, seed, shared).run(rate, closed);
    }

    private Result run(double rate, int closed) {
        if (closed > 0) {
            for (int i = 0; i < closed; i++) {
                later(0, this::arrive);
            }
        } else {
            later(gap(rate), () -> arriveAndGoOn(rate));
        }
        double from = 0;
        int tenth = latencies.length / 10;
        while (finished < latencies.length) {
            Event next = events.remove();
            now = next.at();
            int before = finished;
            next.what().run();
            for (int i = before; i < finished && closed > 0; i++) {
                later(0, this::arrive);
            }
            if (before < tenth && finished >= tenth) {
                from = now;
                stages.forEach(Stage::forget);
            }
        }
        double end = now;
        double[] counted = Arrays.copyOfRange(latencies, tenth, latencies.length);
        Arrays.sort(counted);
        double since = from;
        return new Result(
                1_000.0 * counted.length / (end - since),
                counted[counted.length / 2],
                counted[(int) (counted.length * 0.95)],
                stages.stream().map(stage -> stage.result(end - since)).toList());
    }

    private double gap(double rate) {
        return -1_000.0 / rate * Math.log(1 - random.nextDouble());
    }

    private void arriveAndGoOn(double rate) {
        arrive();
        later(gap(rate), () -> arriveAndGoOn(rate));
    }

    private void arrive() {
        toStage(0, new Job(now, random.nextDouble()));
    }

    private void toStage(int index, Job job) {
        if (index == stages.size() || job.draw >= stages.get(index).pool.share()) {
            if (finished < latencies.length) {
                latencies[finished++] = now - job.arrived;
            }
            return;
        }
        Stage stage = stages.get(index);
        later(stage.pool.hopMillis(), () -> stage.offer(job));
    }

    private void later(double millis, Runnable what) {
        events.add(new Event(now + millis, sequence++, what));
    }

    private void nextTurn() {
        if (!machineBusy && !turns.isEmpty()) {
            machineBusy = true;
            turns.remove().pass();
        }
    }

    private final class Stage {
        private final Pool pool;
        private final int index;
        private final Deque<Job> queue = new ArrayDeque<>();
        /** Workers, once for each lane that is free. */
        private final List<Worker> free = new ArrayList<>();

        private long passes;
        private long passed;
        private double passing;
        private double waited;
        private long taken;

        Stage(Pool pool, int index) {
            this.pool = pool;
            this.index = index;
            for (int i = 0; i < pool.workers(); i++) {
                Worker worker = new Worker(this);
                for (int lane = 0; lane < pool.lanes(); lane++) {
                    free.add(worker);
                }
            }
        }

        void offer(Job job) {
            job.queued = now;
            queue.add(job);
            match();
        }

        void match() {
            while (!queue.isEmpty() && !free.isEmpty()) {
                int at = random.nextInt(free.size());
                Worker worker = free.get(at);
                free.set(at, free.get(free.size() - 1));
                free.remove(free.size() - 1);
                Job job = queue.remove();
                waited += now - job.queued;
                taken++;
                worker.take(job);
            }
        }

        void forget() {
            passes = 0;
            passed = 0;
            passing = 0;
            waited = 0;
            taken = 0;
        }

        PoolResult result(double time) {
            return new PoolResult(
                    pool.name(),
                    pool.workers(),
                    passes == 0 ? 0 : (double) passed / passes,
                    passing / time / pool.workers(),
                    taken == 0 ? 0 : waited / taken);
        }
    }

    private final class Worker {
        private final Stage stage;
        private final List<Job> joining = new ArrayList<>();
        private final List<Job> active = new ArrayList<>();
        private List<Job> inPass = List.of();
        private boolean passing;

        Worker(Stage stage) {
            this.stage = stage;
        }

        void take(Job job) {
            job.stepsLeft = stage.pool.steps();
            joining.add(job);
            if (!passing) {
                passing = true;
                later(0, this::askToPass);
            }
        }

        private void askToPass() {
            if (shared) {
                turns.add(this);
                nextTurn();
            } else {
                pass();
            }
        }

        private void pass() {
            active.addAll(joining);
            joining.clear();
            passing = !active.isEmpty();
            if (passing) {
                inPass = active.stream()
                        .sorted(Comparator.comparing(job -> job.stepsLeft < stage.pool.steps()))
                        .limit(stage.pool.together())
                        .toList();
                double millis = stage.pool.pass().millis(inPass.size());
                stage.passes++;
                stage.passed += inPass.size();
                stage.passing += millis;
                later(millis, this::passed);
            } else if (shared) {
                machineBusy = false;
                nextTurn();
            }
        }

        private void passed() {
            inPass.forEach(job -> job.stepsLeft--);
            inPass.stream().filter(job -> job.stepsLeft == 0).forEach(job -> {
                toStage(stage.index + 1, job);
                later(stage.pool.turnMillis(), () -> {
                    stage.free.add(this);
                    stage.match();
                });
            });
            active.removeIf(job -> job.stepsLeft == 0);
            machineBusy = false;
            askToPass();
        }
    }
}
