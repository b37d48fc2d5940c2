package io.strait.worker;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Every meter of a worker. */
public final class WorkerMetrics {
    /** Counter of previews; tags {@code stage} and {@code outcome}: published, skipped, failed. */
    public static final String PREVIEWS = "worker.previews";
    /** Counter of records by how the hold on them ended; tags {@code stage} and {@code outcome}. */
    public static final String JOBS = "worker.jobs";
    /** Duration of passes; tag {@code grid}. */
    public static final String PASSES = "worker.pass";
    /** Jobs in a pass; tag {@code grid}. */
    public static final String BATCH = "worker.batch";

    private final Map<TokenGrid, Timer> passes = new EnumMap<>(TokenGrid.class);
    private final Map<TokenGrid, DistributionSummary> batches = new EnumMap<>(TokenGrid.class);
    private final Map<Outcome, Counter> jobs = new EnumMap<>(Outcome.class);
    private final Counter published;
    private final Counter skipped;
    private final Counter failed;

    WorkerMetrics(MeterRegistry registry, Stage stage) {
        for (TokenGrid grid : TokenGrid.values()) {
            if (grid.stage() == stage) {
                passes.put(
                        grid,
                        Timer.builder(PASSES)
                                .description("Duration of one network pass over every active job")
                                .tag("grid", grid.wireName())
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
                    Counter.builder(JOBS)
                            .description("Records taken, by how the hold on them ended")
                            .tag("stage", stage.wireName())
                            .tag("outcome", outcome.wireName())
                            .register(registry));
        }
        published = preview(registry, stage, "published");
        skipped = preview(registry, stage, "skipped");
        failed = preview(registry, stage, "failed");
    }

    private static Counter preview(MeterRegistry registry, Stage stage, String outcome) {
        return Counter.builder(PREVIEWS)
                .description("Previews that were due, by what became of them")
                .tag("stage", stage.wireName())
                .tag("outcome", outcome)
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
