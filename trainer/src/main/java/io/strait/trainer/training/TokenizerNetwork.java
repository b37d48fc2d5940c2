package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerForm;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.StratifiedTokenizer;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import io.strait.trainer.torch.TorchOps;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A trained tokenizer, or one under training, on plain arrays. Image sizes may be any multiple of 16. */
public final class TokenizerNetwork {
    private final Preset preset;
    private final ParameterStore store;
    private final Supplier<float[]> codebook;
    private final boolean bfloat16;

    TokenizerNetwork(Preset preset, ParameterStore store, Supplier<float[]> codebook, boolean bfloat16) {
        this.preset = preset;
        this.store = store;
        this.codebook = codebook;
        this.bfloat16 = bfloat16;
    }

    /** Ids of both grids, row-major; empty for a grid the tokenizer does not make. Arrays are handed over. */
    public static final class Tokens {
        private final long[] top;
        private final long[] bottom;

        Tokens(long[] top, long[] bottom) {
            this.top = top;
            this.bottom = bottom;
        }

        /** Ids of the top grid; not copied. */
        public long[] top() {
            return top;
        }

        /** Ids of the bottom grid; not copied. */
        public long[] bottom() {
            return bottom;
        }
    }

    private StratifiedTokenizer<Tensor> bind(boolean bfloat16) {
        long codes = preset.tokenizer().allCodes();
        Tensor book = Tensors.of(codebook.get(), codes, preset.tokenizer().codeWidth());
        TorchOps ops = store.bind(true, bfloat16, Map.of("codebook", book));
        return new StratifiedTokenizer<>(ops, preset.tokenizer());
    }

    /** How the decoder draws each code of a grid, (codes of the level, size); see {@link StratifiedTokenizer#drawn}. */
    @SuppressWarnings("try")
    float[] drawn(Level level) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return Tensors.floats(bind(false).drawn(level));
        }
    }

    /** Images (count, 3, side, side) in [-1, 1] to ids. */
    @SuppressWarnings("try")
    public Tokens encode(float[] images, int count, int side) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            StratifiedTokenizer<Tensor> net = bind(bfloat16);
            Tensor features = net.features(Tensors.of(images, count, 3, side, side));
            TokenizerForm form = preset.tokenizer().form();
            Tensor top = form.hasTop() ? net.nearest(Level.TOP, net.topVectors(features)) : null;
            Tensor codes = top == null ? null : net.lookup(Level.TOP, top);
            Tensor bottom = form.hasBottom() ? net.nearest(Level.BOTTOM, net.bottomVectors(features, codes)) : null;
            return new Tokens(ids(top), ids(bottom));
        }
    }

    private static long[] ids(@Nullable Tensor grid) {
        return grid == null ? new long[0] : Tensors.longs(grid);
    }

    /**
     * Ids to images (count, 3, 16 topSide, 16 topSide), clamped to [-1, 1].
     *
     * @param top ids of the top grid; empty if the tokenizer has none
     * @param bottom ids of the bottom grid; empty for the image from the top alone
     */
    @SuppressWarnings("try")
    public float[] decode(long[] top, long[] bottom, int count, int topSide) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            StratifiedTokenizer<Tensor> net = bind(bfloat16);
            Tensor coarse = top.length == 0 ? null : net.lookup(Level.TOP, Tensors.of(top, count, topSide, topSide));
            Tensor fine = bottom.length == 0
                    ? null
                    : net.lookup(Level.BOTTOM, Tensors.of(bottom, count, 2L * topSide, 2L * topSide));
            Tensor image = net.decode(coarse, fine);
            float[] out = Tensors.floats(image);
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.max(-1, Math.min(1, out[i]));
            }
            return out;
        }
    }
}
