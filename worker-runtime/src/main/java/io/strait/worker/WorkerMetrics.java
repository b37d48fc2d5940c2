package io.strait.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/** Every meter of a worker. The table in docs/operations.md has one row for each, and a test that compares them. */
public final class WorkerMetrics {
    /** Counter of previews; tags {@code stage} and {@code outcome}: published, skipped, failed. */
    public static final String PREVIEWS = "worker.previews";
    /** Counter of records by how the hold on them ended; tags {@code stage} and {@code outcome}. */
    public static final String JOBS = "worker.jobs";
    /** Duration of passes; tag {@code grid}. */
    public static final String PASSES = "worker.pass";
    /** Jobs in a pass; tag {@code grid}. */
    public static final String BATCH = "worker.batch";
    /** Time from a record's append to the lane that took it; tag {@code stage}. */
    public static final String QUEUE_TIME = "worker.queue.time";
    /** Counter of records taken that had been delivered before; tag {@code stage}. */
    public static final String REDELIVERIES = "worker.redeliveries";
    /** Counter of records given up; tags {@code stage} and {@code code}: undecodable, undeliverable. */
    public static final String DEAD_LETTERS = "worker.dead.letters";
    /** Counter of records whose schema is unknown here; tag {@code stage}. */
    public static final String UNKNOWN_SCHEMAS = "worker.unknown.schemas";
    /** Lanes, that for suspects included; tag {@code stage}. */
    public static final String LANES = "worker.lanes";
    /** Lanes that hold a record; tag {@code stage}. */
    public static final String LANES_BUSY = "worker.lanes.busy";
    /** Age of the oldest hold; tag {@code stage}. */
    public static final String OLDEST_HOLD = "worker.hold.oldest";
    /** 1 while the worker takes jobs; tag {@code stage}. */
    public static final String READY = "worker.ready";
    /** Always 1; tags {@code stage}, {@code engine} and {@code cpu} say what runs the graphs. */
    public static final String ENGINE = "worker.engine";

    private static final Duration[] PASS_BUCKETS = millis(5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);
    private static final Duration[] QUEUE_BUCKETS =
            millis(5, 20, 50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 300_000, 1_800_000);

    private final MeterRegistry registry;
    private final Stage stage;
    private final Map<TokenGrid, Timer> passes = new EnumMap<>(TokenGrid.class);
    private final Map<TokenGrid, DistributionSummary> batches = new EnumMap<>(TokenGrid.class);
    private final Map<Outcome, Counter> jobs = new EnumMap<>(Outcome.class);
    private final Counter published;
    private final Counter skipped;
    private final Counter failed;
    private final Timer queueTime;
    private final Counter redeliveries;
    private final Counter undecodable;
    private final Counter undeliverable;
    private final Counter unknownSchemas;

    WorkerMetrics(MeterRegistry registry, Stage stage) {
        this.registry = registry;
        this.stage = stage;
        for (TokenGrid grid : TokenGrid.values()) {
            if (grid.stage() == stage) {
                passes.put(
                        grid,
                        Timer.builder(PASSES)
                                .description("Duration of one network pass over every active job")
                                .tag("grid", grid.wireName())
                                .serviceLevelObjectives(PASS_BUCKETS)
                                .register(registry));
                batches.put(
                        grid,
                        DistributionSummary.builder(BATCH)
                                .description("Jobs that shared a pass")
                                .baseUnit("jobs")
                                .tag("grid", grid.wireName())
                                .register(registry));
            }
        }
        for (Outcome outcome : Outcome.values()) {
            jobs.put(
                    outcome,
                    counter(JOBS, "Records taken, by how the hold on them ended", "outcome", outcome.wireName()));
        }
        published = preview("published");
        skipped = preview("skipped");
        failed = preview("failed");
        queueTime = Timer.builder(QUEUE_TIME)
                .description("Time from a record's append to its topic until a lane took it")
                .tag("stage", stage.wireName())
                .serviceLevelObjectives(QUEUE_BUCKETS)
                .register(registry);
        redeliveries = counter(REDELIVERIES, "Records taken that had been delivered before");
        undecodable = deadLetter(DeadLetters.UNDECODABLE);
        undeliverable = deadLetter(DeadLetters.UNDELIVERABLE);
        unknownSchemas = counter(UNKNOWN_SCHEMAS, "Records taken whose schema is unknown here, held since");
    }

    private Counter preview(String outcome) {
        return counter(PREVIEWS, "Previews that were due, by what became of them", "outcome", outcome);
    }

    private Counter deadLetter(String code) {
        return counter(DEAD_LETTERS, "Records given up, by why", "code", code);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag("stage", stage.wireName())
                .tags(tags)
                .register(registry);
    }

    private static Duration[] millis(long... bounds) {
        return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }

    /** Reads the lanes whenever somebody asks. */
    void lanes(Lanes lanes) {
        gauge(LANES, "Lanes, that for suspects included", lanes::count);
        gauge(LANES_BUSY, "Lanes that hold a record", lanes::busy);
        Gauge.builder(OLDEST_HOLD, () -> lanes.oldestHold().toMillis() / 1_000.0)
                .description("Age of the oldest hold on a record; 0 if there is none")
                .baseUnit("seconds")
                .tag("stage", stage.wireName())
                .register(registry);
    }

    /** Says which engine it is, and reads whether the worker is ready whenever somebody asks. */
    void worker(Passes engine, Supplier<Boolean> ready) {
        gauge(READY, "1 while the worker takes jobs, else 0", () -> ready.get() ? 1 : 0);
        Gauge.builder(ENGINE, () -> 1)
                .description("1; the tags say what runs the graphs")
                .tag("stage", stage.wireName())
                .tag("engine", engine.engine())
                .tag("cpu", engine.cpu())
                .register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .tag("stage", stage.wireName())
                .register(registry);
    }

    void pass(TokenGrid grid, int jobsInIt, Duration duration) {
        Timer timer = passes.get(grid);
        DistributionSummary batch = batches.get(grid);
        if (timer != null && batch != null) {
            timer.record(duration);
            batch.record(jobsInIt);
        }
    }

    /**
     * A lane took a record.
     *
     * @param waited since it was appended; below 0 if the clocks of the machines differ
     * @param deliveries this one included
     */
    void taken(Duration waited, int deliveries) {
        queueTime.record(waited.isNegative() ? Duration.ZERO : waited);
        if (deliveries > 1) {
            redeliveries.increment();
        }
    }

    void undecodable() {
        undecodable.increment();
    }

    void undeliverable() {
        undeliverable.increment();
    }

    void unknownSchema() {
        unknownSchemas.increment();
    }

    void job(Outcome outcome) {
        Counter counter = jobs.get(outcome);
        if (counter != null) {
            counter.increment();
        }
    }

    void previewPublished() {
        published.increment();
    }

    void previewSkipped() {
        skipped.increment();
    }

    void previewFailed() {
        failed.increment();
    }
}
