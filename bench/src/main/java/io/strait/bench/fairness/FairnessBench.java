package io.strait.bench.fairness;

import io.strait.model.bundle.BundleManifest;
import io.strait.standalone.stack.Stack;
import io.strait.standalone.stack.StackConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Starts a stack, measures it idle, fills its intake, measures it again. */
final class FairnessBench {
    static final int GOAL_QUEUED = 10_000;

    private static final int WARM_UP = 8;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 20;

    /**
     * What to run.
     *
     * @param queued bulk jobs of tenant A
     * @param interactive interactive jobs, idle and beside them
     * @param others bulk jobs of tenant B, one at a time
     * @param alone how long A's bulk jobs are left alone and counted
     */
    record Options(int queued, int interactive, int others, Duration alone) {}

    private final Options options;
    private final Consumer<String> progress;

    FairnessBench(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    FairnessReport run(StackConfig config) {
        progress.accept("starting the stack");
        try (Stack stack = Stack.start(config)) {
            BundleManifest bundle = stack.bundle().manifest();
            try (Submitter submitter = new Submitter(stack.kafka(), bundle);
                    JobLog log = new JobLog(stack.kafka())) {
                return measure(stack, bundle, submitter, log);
            }
        }
    }

    private FairnessReport measure(Stack stack, BundleManifest bundle, Submitter submitter, JobLog log) {
        Interactive interactive = new Interactive(stack.url(), bundle.labels(), bundle.imageSize());
        progress.accept("warming up");
        interactive.run(WARM_UP, 1);
        progress.accept(options.interactive() + " interactive jobs on the idle stack");
        Interactive.Waits idle = interactive.run(options.interactive(), 1_000);
        progress.accept("capacity");
        double capacity = capacity(submitter, log);

        progress.accept("queueing " + options.queued() + " bulk jobs of A");
        long begin = System.nanoTime();
        List<String> ofA = submitter.submit("tenant-a", "bulk", options.queued(), 10_000);
        double queueSeconds = (System.nanoTime() - begin) / 1e9;
        await("jobs of A", () -> ofA.stream().anyMatch(id -> log.of(id).completed() > 0));

        progress.accept("A alone for " + options.alone().toSeconds() + " s");
        double bulk = alone(ofA, log);
        progress.accept(options.others() + " bulk jobs of B");
        List<Double> starts = new ArrayList<>();
        List<Double> images = new ArrayList<>();
        for (int i = 0; i < options.others(); i++) {
            long asked = System.currentTimeMillis();
            String id = submitter.submit("tenant-b", "bulk", 1, 500_000 + i).get(0);
            await("job of B", () -> log.of(id).completed() > 0);
            starts.add((double) (log.of(id).started() - asked));
            images.add((double) (log.of(id).completed() - asked));
        }
        List<Double> durations = ofA.stream()
                .map(log::of)
                .filter(times -> times.started() > 0 && times.completed() > 0)
                .map(times -> (double) (times.completed() - times.started()))
                .toList();
        progress.accept(options.interactive() + " interactive jobs beside A");
        Interactive.Waits loaded = interactive.run(options.interactive(), 2_000);

        Spread before = Spread.of(idle.firstPreview());
        Spread beside = Spread.of(loaded.firstPreview());
        return new FairnessReport(
                options.queued() < GOAL_QUEUED,
                options.queued(),
                rounded(queueSeconds),
                before,
                beside,
                rounded(beside.p95() / before.p95()),
                Spread.of(idle.image()),
                Spread.of(loaded.image()),
                Spread.of(durations),
                Spread.of(starts),
                Spread.of(images),
                rounded(capacity),
                rounded(bulk),
                rounded(bulk / capacity),
                (int) ofA.stream().filter(id -> log.of(id).started() == 0).count(),
                Runtime.getRuntime().availableProcessors(),
                stack.engine().info().choice().wireName());
    }

    /** Images per second of many interactive jobs at once, none of which has previews. */
    private double capacity(Submitter submitter, JobLog log) {
        int count = Math.max(16, options.interactive());
        long begin = System.currentTimeMillis();
        List<String> ids = submitter.submit("tenant-c", "interactive", count, 100);
        await("capacity", () -> ids.stream().allMatch(id -> log.of(id).completed() > 0));
        long end = ids.stream().mapToLong(id -> log.of(id).completed()).max().orElseThrow();
        return count * 1_000.0 / (end - begin);
    }

    private double alone(List<String> ids, JobLog log) {
        long from = System.currentTimeMillis();
        new CompletableFuture<Void>()
                .completeOnTimeout(null, options.alone().toMillis(), TimeUnit.MILLISECONDS)
                .join();
        long to = System.currentTimeMillis();
        long made = ids.stream()
                .mapToLong(id -> log.of(id).completed())
                .filter(at -> at >= from && at < to)
                .count();
        return made * 1_000.0 / (to - from);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + ": expected an end within " + LIMIT + ", got none");
            }
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, LOOK_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
