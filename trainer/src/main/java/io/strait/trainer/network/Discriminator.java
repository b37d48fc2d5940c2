package io.strait.trainer.network;

/**
 * Tells pictures from reconstructions: residual blocks that halve the sides after a blur, as in StyleGAN 2 (Karras et al., CVPR 2020, appendix B).
 * Its head judges every place of the last grid, so that one network serves crops and whole images; there is no minibatch statistic, because a
 * batch is a few crops. Is trained, never exported.
 *
 * @param <T> the interpreter's value
 */
public final class Discriminator<T> {
    /** Name of the buffer with the blur's filter, shape (1, 1, 4, 4). */
    public static final String BLUR = "blur";

    private static final int LEVELS = 4;
    private static final double ACTIVATION_GAIN = Math.sqrt(2);

    private final Ops<T> ops;
    private final int channels;

    /**
     * A view of the network; parameters belong to the interpreter.
     *
     * @param channels at full size; twice as many at each halving, four times at most
     */
    public Discriminator(Ops<T> ops, int channels) {
        this.ops = ops;
        this.channels = channels;
    }

    /** Binomial filter, [1, 3, 3, 1] in both directions, sum 1. */
    public static float[] blur() {
        float[] line = {0.125f, 0.375f, 0.375f, 0.125f};
        float[] out = new float[16];
        for (int i = 0; i < out.length; i++) {
            out[i] = line[i / 4] * line[i % 4];
        }
        return out;
    }

    /**
     * How much places look like pictures.
     *
     * @param images (B, 3, side, side) in about [-1, 1]
     * @param side a multiple of 16
     * @return logits (B, 1, side/16, side/16); positive for pictures
     */
    public T logits(T images, int side) {
        T x = active(ops.conv("rgb", images, 3, channels, 1, 1, 1));
        int in = channels;
        int at = side;
        for (int level = 0; level < LEVELS; level++) {
            int out = Math.min(2 * in, 4 * channels);
            x = block("level" + level, x, in, out, at);
            in = out;
            at /= 2;
        }
        x = active(ops.conv("head.conv", x, in, in, 3, 1, 1));
        return ops.conv("head.out", x, in, 1, 1, 1, 1);
    }

    private T block(String name, T x, int in, int out, int side) {
        T y = active(ops.conv(name + ".conv1", x, in, in, 3, 1, 1));
        y = active(ops.conv(name + ".conv2", halved(y, in, side), in, out, 3, 1, 1));
        T skip = ops.conv(name + ".skip", halved(x, in, side), in, out, 1, 1, 1);
        return ops.scale(ops.add(y, skip), Math.sqrt(0.5));
    }

    private T active(T x) {
        return ops.scale(ops.leakyRelu(x), ACTIVATION_GAIN);
    }

    /** Every channel by itself: filtered, then every second place kept. */
    private T halved(T x, int count, int side) {
        T one = ops.reshape(x, -1, 1, side, side);
        T small = ops.conv2d(one, ops.buffer(BLUR, 1, 1, 4, 4), null, 2, 1);
        return ops.reshape(small, -1, count, side / 2, side / 2);
    }
}
