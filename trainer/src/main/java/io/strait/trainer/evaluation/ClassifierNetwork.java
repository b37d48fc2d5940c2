package io.strait.trainer.evaluation;

import io.strait.trainer.network.CostOps;
import io.strait.trainer.network.Init;
import io.strait.trainer.network.Ops;

/**
 * A small convolutional network that tells the parts of a label: four levels of one residual block each, mean over all
 * places, a hidden layer whose output serves as features of an image, and one linear layer for all parts.
 *
 * @param <T> the interpreter's value
 */
final class ClassifierNetwork<T> {
    /** Width of the features. */
    static final int FEATURES = 128;
    /** Name of the buffer (cells, 1) that takes means: every entry 1/cells. */
    static final String MEAN = "mean";

    private static final int[] WIDTHS = {32, 64, 128, 160};

    private final Ops<T> ops;
    private final int side;

    /** For images of a side that is a multiple of 16. */
    ClassifierNetwork(Ops<T> ops, int side) {
        if (side % 16 != 0) {
            throw new IllegalArgumentException("side: expected a multiple of 16, got " + side);
        }
        this.ops = ops;
        this.side = side;
    }

    /** What it declares. */
    static CostOps declarations(int side, int outputs) {
        CostOps ops = new CostOps();
        ClassifierNetwork<long[]> net = new ClassifierNetwork<>(ops, side);
        net.logits(net.features(new long[] {1, 3, side, side}), outputs);
        return ops;
    }

    /** Places left before their mean is taken. */
    static int cells(int side) {
        return side / 16 * (side / 16);
    }

    /** Images (B, 3, side, side) in [-1, 1] to features (B, {@value #FEATURES}). */
    T features(T images) {
        T x = ops.compute(ops.spaceToDepth(images, 2));
        x = ops.conv("classifier.stem", x, 12, WIDTHS[0], 3, 1, 1);
        for (int level = 0; level < WIDTHS.length; level++) {
            if (level > 0) {
                x = ops.conv("classifier.down" + level, x, WIDTHS[level - 1], WIDTHS[level], 3, 2, 1);
            }
            x = residual("classifier.level" + level, x, WIDTHS[level]);
        }
        int width = WIDTHS[WIDTHS.length - 1];
        x = normSilu("classifier.norm", x, width);
        T mean = ops.compute(ops.buffer(MEAN, cells(side), 1));
        x = ops.reshape(ops.matmul(ops.reshape(x, 0, width, cells(side)), mean), 0, width);
        return ops.silu(ops.dense("classifier.hidden", x, width, FEATURES, 1.4));
    }

    /** Features to logits (B, outputs). */
    T logits(T features, int outputs) {
        return ops.dense("classifier.head", features, FEATURES, outputs, 1);
    }

    private T residual(String name, T x, int width) {
        T y = ops.conv(name + ".conv1", normSilu(name + ".norm1", x, width), width, width, 3, 1, 1.4);
        y = normSilu(name + ".norm2", y, width);
        return ops.add(x, ops.conv(name + ".conv2", y, width, width, 3, 1, 0.5));
    }

    private T normSilu(String name, T x, int width) {
        T gain = ops.parameter(name + ".gain", Init.constant(1), width);
        T bias = ops.parameter(name + ".bias", Init.constant(0), width);
        return ops.silu(ops.groupNorm(x, 16, gain, bias));
    }
}
