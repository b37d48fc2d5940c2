package io.strait.trainer.network;

import io.strait.model.preset.TokenizerPreset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * VQGAN2-R: a top grid at 1/16 and a bottom grid at 1/8 of the image, one l2-normalised codebook; the decoder adds the
 * bottom to what it made of the top. Axes: B images, H and W of the image, h = H/16, w = W/16, D code width. Any size
 * divisible by 16. Source: StraIT, section 3.2.
 *
 * @param <T> the interpreter's value
 */
public final class StratifiedTokenizer<T> {
    private static final double RESIDUAL_GAIN = 0.3;
    /** Pictures sit on white: starting near it saves the first few hundred steps. */
    private static final double WHITE = 0.8;

    private final Ops<T> ops;
    private final TokenizerPreset p;

    /** A view of the network; parameters belong to the interpreter. */
    public StratifiedTokenizer(Ops<T> ops, TokenizerPreset preset) {
        this.ops = ops;
        this.p = preset;
    }

    /** Image (B, 3, H, W) in [-1, 1] to features (B, bottomChannels, H/8, W/8). */
    public T features(T image) {
        int block = p.stemBlock();
        T x = block > 1 ? ops.spaceToDepth(image, block) : image;
        x = ops.conv("encoder.stem", ops.compute(x), 3 * block * block, p.stemChannels(), 3, 1, 1);
        x = residuals("encoder.stem", x, p.stemChannels(), half());
        int channels = p.stemChannels();
        for (int at = block; at < 8; at *= 2) {
            x = ops.conv("encoder.down" + at, x, channels, p.bottomChannels(), 3, 2, 1);
            channels = p.bottomChannels();
        }
        return residuals("encoder.bottom", x, p.bottomChannels(), half());
    }

    /** Features to unit vectors of the top grid, (B, h, w, D). */
    public T topVectors(T features) {
        T x = ops.conv("encoder.top.down", features, p.bottomChannels(), p.topChannels(), 3, 2, 1);
        x = residuals("encoder.top", x, p.topChannels(), p.blocks());
        x = normSilu("encoder.top.norm", x, p.topChannels());
        return unit(ops.conv("encoder.top.out", x, p.topChannels(), p.codeWidth(), 1, 1, 1));
    }

    /** Features and quantized top codes (B, h, w, D) to unit vectors of the bottom grid, (B, 2h, 2w, D): the latent conditional layer. */
    public T bottomVectors(T features, T topCodes) {
        int c = p.bottomChannels();
        T x = ops.conv("latent.in", channelsFirst(topCodes), p.codeWidth(), c, 1, 1, 1);
        x = residual("latent.top", x, c);
        x = ops.depthToSpace(ops.conv("latent.up", x, c, 4 * c, 1, 1, 1), 2);
        x = ops.concat(1, List.of(x, features));
        x = ops.conv("latent.join", x, 2 * c, c, 1, 1, 1);
        x = normSilu("latent.norm", residual("latent.bottom", x, c), c);
        return unit(ops.conv("latent.out", x, c, p.codeWidth(), 1, 1, 1));
    }

    /** Unit vectors (B, h, w, D) to ids of the nearest codes, (B, h, w). */
    public T nearest(T vectors) {
        return ops.argmaxLast(ops.matmul(vectors, ops.transpose(codebook(), 1, 0)));
    }

    /** Ids (B, h, w) to codes (B, h, w, D). */
    public T lookup(T ids) {
        return ops.embedding(codebook(), ids);
    }

    /** Top codes (B, h, w, D) and bottom codes (B, 2h, 2w, D), or null for the coarse preview, to an image (B, 3, H, W), about [-1, 1], not clamped. */
    public T decode(T topCodes, @Nullable T bottomCodes) {
        return decode(topCodes, bottomCodes, null);
    }

    /** As {@link #decode(Object, Object)}, with a factor (B, 1, 1, 1) on the bottom residual: 0 drops it for a sample. */
    public T decode(T topCodes, @Nullable T bottomCodes, @Nullable T keep) {
        int top = p.topChannels();
        int bottom = p.bottomChannels();
        T x = ops.conv(name("top"), channelsFirst(topCodes), p.codeWidth(), top, 3, 1, 1);
        x = residuals("decoder.top", x, top, p.blocks());
        x = ops.depthToSpace(ops.conv("decoder.top.up", x, top, 4 * bottom, 1, 1, 1), 2);
        if (bottomCodes != null) {
            T residual = ops.conv(name("bottom"), channelsFirst(bottomCodes), p.codeWidth(), bottom, 3, 1, 1);
            x = ops.add(x, keep == null ? residual : ops.multiply(residual, ops.compute(keep)));
        }
        x = residuals("decoder.bottom", x, bottom, p.blocks());
        int channels = bottom;
        for (int at = 8; at > p.stemBlock(); at /= 2) {
            x = ops.depthToSpace(ops.conv("decoder.up" + at, x, channels, 4 * p.stemChannels(), 1, 1, 1), 2);
            channels = p.stemChannels();
        }
        x = residuals("decoder.stem", x, p.stemChannels(), p.blocks() + half());
        x = normSilu("decoder.norm", x, p.stemChannels());
        int block = p.stemBlock();
        int out = 3 * block * block;
        T weight = ops.parameter(
                "decoder.out.weight",
                Init.normal(0.5 / Math.sqrt(9.0 * p.stemChannels())),
                out,
                p.stemChannels(),
                3,
                3);
        x = ops.conv2d(x, weight, ops.parameter("decoder.out.bias", Init.constant(WHITE), out), 1, 1);
        return block > 1 ? ops.depthToSpace(x, block) : x;
    }

    /**
     * What the decoder's first convolution makes of each code: how alike two codes look.
     *
     * @param grid {@code top} or {@code bottom}
     * @return (codes, channels · 9)
     */
    public T drawn(String grid) {
        int channels = grid.equals("top") ? p.topChannels() : p.bottomChannels();
        T weight = ops.parameter(name(grid) + ".weight", Init.normal(1), channels, p.codeWidth(), 3, 3);
        return ops.matmul(codebook(), ops.reshape(ops.transpose(weight, 1, 0, 2, 3), p.codeWidth(), -1));
    }

    private static String name(String grid) {
        return "decoder." + grid + ".in";
    }

    private T codebook() {
        return ops.buffer("codebook", p.codes(), p.codeWidth());
    }

    /** (B, D, h, w) to unit vectors (B, h, w, D). */
    private T unit(T x) {
        return ops.l2Normalize(ops.transpose(x, 0, 2, 3, 1));
    }

    /** Codes (B, h, w, D) of length 1 to (B, D, h, w) with entries of about unit size. */
    private T channelsFirst(T codes) {
        return ops.transpose(ops.scale(codes, Math.sqrt(p.codeWidth())), 0, 3, 1, 2);
    }

    private int half() {
        return (p.blocks() + 1) / 2;
    }

    private T residuals(String name, T x, int channels, int count) {
        T y = x;
        for (int i = 0; i < count; i++) {
            y = residual(name + "." + i, y, channels);
        }
        return y;
    }

    private T residual(String name, T x, int channels) {
        T y = ops.conv(name + ".conv1", normSilu(name + ".norm1", x, channels), channels, channels, 3, 1, 1.4);
        y = normSilu(name + ".norm2", y, channels);
        return ops.add(x, ops.conv(name + ".conv2", y, channels, channels, 3, 1, RESIDUAL_GAIN));
    }

    private T normSilu(String name, T x, int channels) {
        T gain = ops.parameter(name + ".gain", Init.constant(1), channels);
        T bias = ops.parameter(name + ".bias", Init.constant(0), channels);
        return ops.silu(ops.groupNorm(x, Math.min(16, channels / 4), gain, bias));
    }
}
