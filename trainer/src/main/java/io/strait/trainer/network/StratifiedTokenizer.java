package io.strait.trainer.network;

import io.strait.model.preset.TokenizerForm;
import io.strait.model.preset.TokenizerPreset;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A top grid at 1/16 and a bottom grid at 1/8 of the image, or one of the two; l2-normalised codes. The decoder adds
 * the bottom to what it made of the top (VQGAN2-R) or joins the two by concatenation (VQGAN2-C); in a cascade there are
 * two networks with nothing in common. Axes: B images, H and W of the image, h = H/16, w = W/16, D code width. Any
 * size divisible by 16. Source: StraIT, section 3.2.
 *
 * @param <T> the interpreter's value
 */
public final class StratifiedTokenizer<T> {
    private static final double RESIDUAL_GAIN = 0.3;
    /** Pictures sit on white: starting near it saves the first few hundred steps. */
    private static final double WHITE = 0.8;

    private final Ops<T> ops;
    private final TokenizerPreset p;
    private final String prefix;
    private final @Nullable Cascade<T> cascade;

    /** A view of the network; parameters belong to the interpreter. */
    public StratifiedTokenizer(Ops<T> ops, TokenizerPreset preset) {
        this(ops, preset, "");
    }

    /** With something in front of the names of all parameters. */
    private StratifiedTokenizer(Ops<T> ops, TokenizerPreset preset, String prefix) {
        this.ops = ops;
        this.p = preset;
        this.prefix = prefix;
        this.cascade = preset.form() == TokenizerForm.CASCADE ? Cascade.of(ops, preset) : null;
    }

    /** The two networks of a cascade. */
    private record Cascade<T>(StratifiedTokenizer<T> coarse, StratifiedTokenizer<T> fine) {
        static <T> Cascade<T> of(Ops<T> ops, TokenizerPreset p) {
            return new Cascade<>(
                    new StratifiedTokenizer<>(ops, p.as(TokenizerForm.ONLY_TOP, p.bottomCodes()), "coarse."),
                    new StratifiedTokenizer<>(ops, p.as(TokenizerForm.ONLY_BOTTOM, p.bottomCodes()), "fine."));
        }
    }

    /** Image (B, 3, H, W) in [-1, 1] to features (B, bottomChannels, H/8, W/8); twice the channels in a cascade. */
    public T features(T image) {
        if (cascade != null) {
            return ops.concat(1, List.of(cascade.coarse.features(image), cascade.fine.features(image)));
        }
        int block = p.stemBlock();
        T x = block > 1 ? ops.spaceToDepth(image, block) : image;
        x = conv("encoder.stem", ops.compute(x), 3 * block * block, p.stemChannels(), 3, 1, 1);
        x = residuals("encoder.stem", x, p.stemChannels(), half());
        int channels = p.stemChannels();
        Iterator<Integer> middle = p.middleChannels().iterator();
        for (int at = block; at < 8; at *= 2) {
            boolean between = middle.hasNext();
            int next = between ? middle.next() : p.bottomChannels();
            x = conv("encoder.down" + at, x, channels, next, 3, 2, 1);
            x = between ? residuals("encoder.middle" + at, x, next, half()) : x;
            channels = next;
        }
        return residuals("encoder.bottom", x, p.bottomChannels(), half());
    }

    /** Features to unit vectors of the top grid, (B, h, w, D). */
    public T topVectors(T features) {
        if (cascade != null) {
            return cascade.coarse.topVectors(ops.slice(features, 1, 0, p.bottomChannels()));
        }
        T x = conv("encoder.top.down", features, p.bottomChannels(), p.topChannels(), 3, 2, 1);
        x = residuals("encoder.top", x, p.topChannels(), p.topBlocks());
        x = normSilu("encoder.top.norm", x, p.topChannels());
        return unit(conv("encoder.top.out", x, p.topChannels(), p.codeWidth(), 1, 1, 1));
    }

    /**
     * Features and quantized top codes (B, h, w, D) to unit vectors of the bottom grid, (B, 2h, 2w, D): the latent
     * conditional layer. Without top codes, which an f=8 tokenizer has none of, of the features alone.
     */
    public T bottomVectors(T features, @Nullable T topCodes) {
        int c = p.bottomChannels();
        if (cascade != null) {
            return cascade.fine.bottomVectors(ops.slice(features, 1, c, 2L * c), null);
        }
        T x = features;
        if (topCodes != null) {
            x = conv("latent.in", channelsFirst(topCodes), p.codeWidth(), c, 1, 1, 1);
            for (int i = 0; i < p.latentBlocks(); i++) {
                x = residual(i == 0 ? "latent.top" : "latent.top" + i, x, c);
            }
            x = ops.depthToSpace(conv("latent.up", x, c, 4 * c, 1, 1, 1), 2);
            x = ops.concat(1, List.of(x, features));
            x = conv("latent.join", x, 2 * c, c, 1, 1, 1);
        }
        x = normSilu("latent.norm", residual("latent.bottom", x, c), c);
        return unit(conv("latent.out", x, c, p.codeWidth(), 1, 1, 1));
    }

    /** Unit vectors (B, h, w, D) of a level to ids of the nearest codes, (B, h, w). */
    public T nearest(Level level, T vectors) {
        return ops.argmaxLast(ops.matmul(vectors, ops.transpose(codebook(level), 1, 0)));
    }

    /** Ids (B, h, w) of a level to codes (B, h, w, D). */
    public T lookup(Level level, T ids) {
        return ops.embedding(codebook(level), ids);
    }

    /**
     * Codes to an image (B, 3, H, W), about [-1, 1], not clamped.
     *
     * @param topCodes (B, h, w, D); null if the tokenizer has no top
     * @param bottomCodes (B, 2h, 2w, D); null for the coarse preview, or if the tokenizer has no bottom
     */
    public T decode(@Nullable T topCodes, @Nullable T bottomCodes) {
        return decode(topCodes, bottomCodes, null);
    }

    /** As {@link #decode(Object, Object)}, with a factor (B, 1, 1, 1) on the bottom: 0 drops it for a sample. */
    public T decode(@Nullable T topCodes, @Nullable T bottomCodes, @Nullable T keep) {
        if (cascade != null) {
            return bottomCodes == null
                    ? cascade.coarse.decode(topCodes, null, null)
                    : cascade.fine.decode(null, bottomCodes, null);
        }
        int bottom = p.bottomChannels();
        T x = residuals("decoder.bottom", joined(topCodes, bottomCodes, keep), bottom, p.blocks());
        int channels = bottom;
        int middle = p.middleChannels().size();
        for (int at = 8; at > p.stemBlock(); at /= 2) {
            middle--;
            int next = middle >= 0 ? p.middleChannels().get(middle) : p.stemChannels();
            x = ops.depthToSpace(conv("decoder.up" + at, x, channels, 4 * next, 1, 1, 1), 2);
            x = middle >= 0 ? residuals("decoder.middle" + at, x, next, p.blocks()) : x;
            channels = next;
        }
        x = residuals("decoder.stem", x, p.stemChannels(), p.blocks() + half());
        x = normSilu("decoder.norm", x, p.stemChannels());
        int block = p.stemBlock();
        int out = 3 * block * block;
        T weight = parameter(
                "decoder.out.weight",
                Init.normal(0.5 / Math.sqrt(9.0 * p.stemChannels())),
                out,
                p.stemChannels(),
                3,
                3);
        x = ops.conv2d(x, weight, parameter("decoder.out.bias", Init.constant(WHITE), out), 1, 1);
        return block > 1 ? ops.depthToSpace(x, block) : x;
    }

    /** The stratified part of the decoder: codes to features (B, bottomChannels, H/8, W/8). */
    private T joined(@Nullable T topCodes, @Nullable T bottomCodes, @Nullable T keep) {
        int top = p.topChannels();
        int bottom = p.bottomChannels();
        T fine = null;
        T coarse = null;
        if (topCodes != null) {
            T x = conv(name("top"), channelsFirst(topCodes), p.codeWidth(), top, 3, 1, 1);
            x = residuals("decoder.top", x, top, p.topBlocks());
            coarse = ops.depthToSpace(conv("decoder.top.up", x, top, 4 * bottom, 1, 1, 1), 2);
        }
        if (bottomCodes != null) {
            T x = conv(name("bottom"), channelsFirst(bottomCodes), p.codeWidth(), bottom, 3, 1, 1);
            fine = keep == null ? x : ops.multiply(x, ops.compute(keep));
        }
        if (coarse == null) {
            if (fine == null) {
                throw new IllegalArgumentException("decode: expected codes of a grid, got none");
            }
            return fine;
        }
        if (p.form() == TokenizerForm.CONCATENATION) {
            T beside = fine == null ? ops.scale(coarse, 0) : fine;
            return conv("decoder.join", ops.concat(1, List.of(coarse, beside)), 2 * bottom, bottom, 1, 1, 1);
        }
        return ops.addIfPresent(coarse, fine);
    }

    /**
     * What the decoder's first convolution makes of each code: how alike two codes look.
     *
     * @return (codes of the level, channels · 9)
     */
    public T drawn(Level level) {
        if (cascade != null) {
            return level == Level.TOP ? cascade.coarse.drawn(level) : cascade.fine.drawn(level);
        }
        int channels = level == Level.TOP ? p.topChannels() : p.bottomChannels();
        T weight = parameter(name(level.wireName()) + ".weight", Init.normal(1), channels, p.codeWidth(), 3, 3);
        return ops.matmul(codebook(level), ops.reshape(ops.transpose(weight, 1, 0, 2, 3), p.codeWidth(), -1));
    }

    private static String name(String grid) {
        return "decoder." + grid + ".in";
    }

    /** Codes of a level, (codes, D): all of them, or the level's own. */
    private T codebook(Level level) {
        T all = ops.buffer("codebook", p.allCodes(), p.codeWidth());
        if (p.bottomCodes() == 0) {
            return all;
        }
        return level == Level.TOP ? ops.slice(all, 0, 0, p.codes()) : ops.slice(all, 0, p.codes(), p.allCodes());
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
        T y = conv(name + ".conv1", normSilu(name + ".norm1", x, channels), channels, channels, 3, 1, 1.4);
        y = normSilu(name + ".norm2", y, channels);
        return ops.add(x, conv(name + ".conv2", y, channels, channels, 3, 1, RESIDUAL_GAIN));
    }

    private T conv(String name, T x, int in, int out, int kernel, int stride, double gain) {
        return ops.conv(prefix + name, x, in, out, kernel, stride, gain);
    }

    private T parameter(String name, Init init, long... shape) {
        return ops.parameter(prefix + name, init, shape);
    }

    private T normSilu(String name, T x, int channels) {
        T gain = parameter(name + ".gain", Init.constant(1), channels);
        T bias = parameter(name + ".bias", Init.constant(0), channels);
        return ops.silu(ops.groupNorm(x, Math.min(16, channels / 4), gain, bias));
    }
}
