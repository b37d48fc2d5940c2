package io.strait.worker;

import io.strait.engine.image.ImageCodec;
import io.strait.engine.image.ImageFormat;
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
import io.strait.schemas.job.OutputFormat;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The end of a stage: the job goes on to the next one, or its image is stored, or its readers are told that there is none. */
final class Finisher {
    private final Passes passes;
    private final BundleManifest manifest;
    private final StageName stage;
    private final Ledger ledger;
    private final ArtifactStore artifacts;
    private final Topics topics;
    private final RecentJobs done;
    private final ImageCodec codec = new ImageCodec();
    private final Writes writes;

    /** What finishing needs. */
    record Parts(
            Passes passes,
            BundleManifest manifest,
            StageName stage,
            Ledger ledger,
            ArtifactStore artifacts,
            Topics topics,
            RecentJobs done) {}

    Finisher(Parts parts, Writes writes) {
        this.passes = parts.passes();
        this.manifest = parts.manifest();
        this.stage = parts.stage();
        this.ledger = parts.ledger();
        this.artifacts = parts.artifacts();
        this.topics = parts.topics();
        this.done = parts.done();
        this.writes = writes;
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
        String topic = topics.jobs(StageName.valueOf(next.name()), run.spec().getPriority());
        write(
                run.hold(),
                run.id(),
                Outcome.HANDED_OVER,
                () -> CompletableFuture.allOf(ledger.handOver(run.id(), event, topic, job), afterPreviews(run)));
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
        OutputFormat format = OutputFormat.parse(run.spec().getFormat());
        byte[] image = codec.encode(
                ImageFormat.named(format.name()).orElseThrow(),
                format.quality(),
                rgb,
                pixels,
                pixels,
                Provenance.text(run.spec(), manifest));
        StageCompleted event = new StageCompleted(stage, run.steps(), run.millis());
        Once stageTold = new Once(() -> ledger.event(run.id(), event));
        write(run.hold(), run.id(), Outcome.COMPLETED, () -> {
            // On its way while the image goes to the disk; once, however often that is tried.
            CompletableFuture<Void> told = stageTold.get();
            String name = store(image, format.name());
            Completed completed = new Completed(name, format.name(), pixels, pixels, (long) image.length);
            return afterPreviews(run)
                    .thenComposeAsync(
                            none -> CompletableFuture.allOf(told, ledger.event(run.id(), completed)), writes.writer());
        });
    }

    private String store(byte[] image, String extension) {
        try {
            return artifacts.put(image, extension);
        } catch (IOException e) {
            throw new UncheckedIOException("artifacts: cannot be written", e);
        }
    }

    /** Completes once the run's last preview is written, or known not to be. */
    private static CompletableFuture<Void> afterPreviews(StageRun run) {
        return run.lastPreview().handle((written, failure) -> null);
    }

    private void write(Hold hold, JobId id, Outcome outcome, Supplier<CompletableFuture<Void>> all) {
        writes.end(hold, "job " + id, outcome, () -> all.get().thenRun(() -> done.add(id.toString())));
    }
}
