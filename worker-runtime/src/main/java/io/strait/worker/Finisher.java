package io.strait.worker;

import io.strait.engine.image.ImageCodec;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The writes at the end of a stage. A hold ends with an acceptance only after every write is acknowledged; a write that fails is
 * tried again, with growing pauses, as long as the hold is open.
 */
final class Finisher {
    private final Passes passes;
    private final BundleManifest manifest;
    private final StageName stage;
    private final Ledger ledger;
    private final ArtifactStore artifacts;
    private final Topics topics;
    private final Health health;
    private final RecentJobs done;
    private final ImageCodec codec = new ImageCodec();
    private final Executor writer;

    /** What finishing needs. */
    record Parts(
            Passes passes,
            BundleManifest manifest,
            StageName stage,
            Ledger ledger,
            ArtifactStore artifacts,
            Topics topics,
            Health health,
            RecentJobs done) {}

    /** @param writer runs the writes; not the producer's own thread, which sends wait for */
    Finisher(Parts parts, Executor writer) {
        this.passes = parts.passes();
        this.manifest = parts.manifest();
        this.stage = parts.stage();
        this.ledger = parts.ledger();
        this.artifacts = parts.artifacts();
        this.topics = parts.topics();
        this.health = parts.health();
        this.done = parts.done();
        this.writer = writer;
    }

    /** Tells the job's readers that it can never succeed. */
    void fail(Hold hold, JobId id, String code, String message) {
        write(hold, id, Outcome.FAILED, () -> ledger.event(id, new Failed(code, message)));
    }

    /**
     * Hands a finished run over. The next stage need not wait for this one's last preview, which may still have to be drawn: readers skip a
     * preview that comes after a later one.
     */
    void handOver(StageRun run, Stage next) {
        StageJob job = new StageJob(run.spec(), ids(run, TokenGrid.TOP), ids(run, TokenGrid.BOTTOM));
        StageCompleted event = new StageCompleted(stage, run.steps(), run.millis());
        write(run.hold(), run.id(), Outcome.HANDED_OVER, () -> {
            // The event first: sent by one producer, it is on its way before the next stage can see the job.
            CompletableFuture<Void> told = ledger.event(run.id(), event);
            CompletableFuture<Void> queued = ledger.job(topics.jobs(StageName.valueOf(next.name())), run.id(), job);
            return CompletableFuture.allOf(told, queued, afterPreviews(run));
        });
    }

    private static List<Integer> ids(StageRun run, TokenGrid grid) {
        return run.tokens().has(grid)
                ? Arrays.stream(run.tokens().of(grid)).boxed().toList()
                : List.of();
    }

    /** Draws the image of a run whose last stage this is, and stores it. */
    void complete(StageRun run) {
        if (!run.hold().open()) {
            return;
        }
        Drawing drawing = run.drawing();
        int pixels = drawing.pixels();
        byte[] rgb = passes.draw(List.of(drawing))[0];
        byte[] png = codec.png(rgb, pixels, pixels, Provenance.text(run.spec(), manifest));
        StageCompleted event = new StageCompleted(stage, run.steps(), run.millis());
        write(run.hold(), run.id(), Outcome.COMPLETED, () -> {
            String name = store(png);
            Completed completed = new Completed(name, "png", pixels, pixels, (long) png.length);
            return afterPreviews(run)
                    .thenComposeAsync(
                            none -> CompletableFuture.allOf(
                                    ledger.event(run.id(), event), ledger.event(run.id(), completed)),
                            writer);
        });
    }

    private String store(byte[] png) {
        try {
            return artifacts.put(png, "png");
        } catch (IOException e) {
            throw new UncheckedIOException("artifacts: cannot be written", e);
        }
    }

    /** Completes once the run's last preview is written, or known not to be. */
    private static CompletableFuture<Void> afterPreviews(StageRun run) {
        return run.lastPreview().handle((written, failure) -> null);
    }

    private void write(Hold hold, JobId id, Outcome outcome, Supplier<CompletableFuture<Void>> writes) {
        writer.execute(() -> writeNow(hold, id, outcome, writes));
    }

    private void writeNow(Hold hold, JobId id, Outcome outcome, Supplier<CompletableFuture<Void>> writes) {
        if (!hold.open()) {
            return;
        }
        CompletableFuture<Void> unused = attempt(writes).whenComplete((written, failure) -> {
            if (failure == null) {
                health.succeeded();
                done.add(id.toString());
                hold.end(outcome);
            } else {
                Duration pause = health.failed("writing the end of job " + id, failure);
                CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, writer)
                        .execute(() -> writeNow(hold, id, outcome, writes));
            }
        });
    }

    private static CompletableFuture<Void> attempt(Supplier<CompletableFuture<Void>> writes) {
        try {
            return writes.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
