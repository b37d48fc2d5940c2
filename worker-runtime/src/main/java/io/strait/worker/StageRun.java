package io.strait.worker;

import io.strait.engine.StepRequest;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridDecoding;
import io.strait.model.decode.GridSettings;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.job.JobId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One job on its way through one stage. Used by one thread at a time: the pass thread, then whoever it is handed to. */
final class StageRun {
    private final JobId id;
    private final JobSpec spec;
    private final StageProgram program;
    private final BundleManifest manifest;
    private final Map<TokenGrid, GridSettings> settings;
    private final Hold hold;
    private final int steps;
    private final long startedNanos = System.nanoTime();

    private JobTokens tokens;
    private int gridIndex;
    private @Nullable GridDecoding decoding;
    private int step;
    private @Nullable Drawing drawing;
    private volatile CompletableFuture<?> lastPreview = CompletableFuture.completedFuture(null);

    StageRun(
            JobId id,
            JobSpec spec,
            JobTokens given,
            StageProgram program,
            BundleManifest manifest,
            Map<TokenGrid, GridSettings> settings,
            Hold hold) {
        this.id = id;
        this.spec = spec;
        this.tokens = given;
        this.program = program;
        this.manifest = manifest;
        this.settings = settings;
        this.hold = hold;
        this.steps =
                program.grids().stream().mapToInt(grid -> setting(grid).steps()).sum();
        this.decoding = decodingOf(program.grids().get(0));
    }

    private GridSettings setting(TokenGrid grid) {
        return Objects.requireNonNull(settings.get(grid));
    }

    private GridDecoding decodingOf(TokenGrid grid) {
        return new GridDecoding(spec.getSeed(), 0, grid, manifest.tokens(grid), manifest.maskId(), setting(grid));
    }

    JobId id() {
        return id;
    }

    JobSpec spec() {
        return spec;
    }

    Hold hold() {
        return hold;
    }

    /** The grid of the coming pass, or of the last one if there is none. */
    TokenGrid grid() {
        return program.grids().get(Math.min(gridIndex, program.grids().size() - 1));
    }

    /** What the coming pass is asked of an engine. */
    StepRequest request() {
        GridDecoding current = current();
        return new StepRequest(
                current.ids(), spec.getLabel(), current.settings(), uniforms(), program.condition(grid(), tokens));
    }

    /** A uniform number for each token, for the coming pass. */
    float[] uniforms() {
        return current().uniforms();
    }

    /** Finishes a step; {@link #drawing()} is then the picture after it. */
    void accept(Samples samples) {
        GridDecoding current = current();
        current.accept(samples.ids(), samples.logProbabilities());
        step++;
        boolean last = current.done() && gridIndex == program.grids().size() - 1;
        drawing = previewDue() || last ? program.drawing(grid(), tokens, current.preview()) : null;
        if (current.done()) {
            tokens = tokens.with(grid(), current.ids());
            gridIndex++;
            decoding = gridIndex < program.grids().size() ? decodingOf(grid()) : null;
        }
    }

    private GridDecoding current() {
        GridDecoding current = decoding;
        if (current == null) {
            throw new IllegalStateException("job " + spec.getJobId() + ": expected a grid to decode, all are finished");
        }
        return current;
    }

    /** Whether every grid of the stage is finished. */
    boolean done() {
        return decoding == null;
    }

    /** Finished steps, counted through the grids of the stage. */
    int step() {
        return step;
    }

    /** All steps of the stage. */
    int steps() {
        return steps;
    }

    /** Whether the step just finished is followed by a preview. */
    boolean previewDue() {
        return PreviewSteps.due(step, steps, spec.getPreviewEvery(), next().isEmpty());
    }

    /** The picture after the last step: there if a preview is due or the stage is done. */
    Drawing drawing() {
        return Objects.requireNonNull(drawing, "drawing: expected one due after step " + step);
    }

    /** Every grid finished so far. */
    JobTokens tokens() {
        return tokens;
    }

    /** Where it goes after this stage, empty if this one finishes it. */
    Optional<Stage> next() {
        return program.next(spec.getSize(), manifest);
    }

    /** Time since the worker took it. */
    long millis() {
        return (System.nanoTime() - startedNanos) / 1_000_000;
    }

    /** Completes when the newest preview that waits to be drawn is written, or known not to be. */
    CompletableFuture<?> lastPreview() {
        return lastPreview;
    }

    void lastPreview(CompletableFuture<?> written) {
        lastPreview = written;
    }
}
