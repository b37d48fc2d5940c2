package io.strait.bench.pipeline;

import io.strait.engine.StepCondition;
import io.strait.engine.StepRequest;
import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.decode.GridDecoding;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One image on its way through the bare loop. */
final class BareJob {
    private final BundleManifest manifest;
    private final Ask ask;
    private final Map<TokenGrid, int[]> finished = new EnumMap<>(TokenGrid.class);
    private TokenGrid grid = TokenGrid.TOP;
    private @Nullable GridDecoding decoding;

    BareJob(BundleManifest manifest, Ask ask) {
        this.manifest = manifest;
        this.ask = ask;
    }

    Ask ask() {
        return ask;
    }

    void begin(TokenGrid next) {
        grid = next;
        decoding = new GridDecoding(
                ask.seed(), 0, next, manifest.tokens(next), manifest.maskId(), manifest.defaults(next));
    }

    StepRequest request() {
        GridDecoding current = current();
        return new StepRequest(current.ids(), ask.label(), current.settings(), current.uniforms(), condition());
    }

    private StepCondition condition() {
        return switch (grid) {
            case TOP -> StepCondition.none();
            case BOTTOM -> StepCondition.bottom(tokens(TokenGrid.TOP));
            case UPSAMPLER_TOP -> StepCondition.upsamplerTop(tokens(TokenGrid.TOP), tokens(TokenGrid.BOTTOM));
            case UPSAMPLER_BOTTOM ->
                StepCondition.upsamplerBottom(
                        tokens(TokenGrid.TOP), tokens(TokenGrid.BOTTOM), tokens(TokenGrid.UPSAMPLER_TOP));
        };
    }

    void accept(int[] ids, float[] logProbabilities) {
        current().accept(ids, logProbabilities);
    }

    int[] preview() {
        return current().preview();
    }

    void end() {
        finished.put(grid, current().ids());
    }

    int[] tokens(TokenGrid of) {
        return Objects.requireNonNull(finished.get(of), "tokens: expected the grid to be finished");
    }

    private GridDecoding current() {
        return Objects.requireNonNull(decoding, "decoding: expected a grid to have begun");
    }
}
