package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.trainer.network.StratifiedTokenizer;
import io.strait.trainer.torch.ParameterStore;
import io.strait.trainer.torch.Tensors;
import io.strait.trainer.torch.TorchOps;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

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

    /** Ids of both grids, row-major; arrays are handed over. */
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
        long codes = preset.tokenizer().codes();
        Tensor book = Tensors.of(codebook.get(), codes, preset.tokenizer().codeWidth());
        TorchOps ops = store.bind(true, bfloat16, Map.of("codebook", book));
        return new StratifiedTokenizer<>(ops, preset.tokenizer());
    }

    /** How the decoder draws each code of a grid, (codes, size); see {@link StratifiedTokenizer#drawn}. */
    @SuppressWarnings("try")
    float[] drawn(String grid) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            return Tensors.floats(bind(false).drawn(grid));
        }
    }

    /** Images (count, 3, side, side) in [-1, 1] to ids. */
    @SuppressWarnings("try")
    public Tokens encode(float[] images, int count, int side) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            StratifiedTokenizer<Tensor> net = bind(bfloat16);
            Tensor features = net.features(Tensors.of(images, count, 3, side, side));
            Tensor top = net.nearest(net.topVectors(features));
            Tensor bottom = net.nearest(net.bottomVectors(features, net.lookup(top)));
            return new Tokens(Tensors.longs(top), Tensors.longs(bottom));
        }
    }

    /**
     * Ids to images (count, 3, 16 topSide, 16 topSide), clamped to [-1, 1].
     *
     * @param bottom ids of the bottom grid; empty for the image from the top alone
     */
    @SuppressWarnings("try")
    public float[] decode(long[] top, long[] bottom, int count, int topSide) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            StratifiedTokenizer<Tensor> net = bind(bfloat16);
            Tensor fine = bottom.length == 0 ? null : net.lookup(Tensors.of(bottom, count, 2L * topSide, 2L * topSide));
            Tensor image = net.decode(net.lookup(Tensors.of(top, count, topSide, topSide)), fine);
            float[] out = Tensors.floats(image);
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.max(-1, Math.min(1, out[i]));
            }
            return out;
        }
    }
}
