package io.strait.trainer.evaluation;

import io.strait.trainer.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Euclidean distances between points. */
final class Distances {
    private static final int CHUNK = 256;
    /** libtorch's way that adds up squared differences: the other one loses small distances to cancellation. */
    private static final long WITHOUT_MATMUL = 2;

    private Distances() {}

    /** Distance from every point of {@code from} to every point of {@code to}. */
    @SuppressWarnings("try")
    static float[][] between(float[][] from, float[][] to) {
        float[][] out = new float[from.length][];
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor others = tensor(to);
            for (int first = 0; first < from.length; first += CHUNK) {
                float[][] part = Arrays.copyOfRange(from, first, Math.min(from.length, first + CHUNK));
                try (PointerScope inner = new PointerScope()) {
                    float[] all =
                            Tensors.floats(torch.cdist(tensor(part), others, 2, new LongOptional(WITHOUT_MATMUL)));
                    for (int i = 0; i < part.length; i++) {
                        out[first + i] = Arrays.copyOfRange(all, i * to.length, (i + 1) * to.length);
                    }
                }
            }
        }
        return out;
    }

    /** Distance from every point of {@code from} to the nearest point of {@code to}. */
    static double[] nearest(float[][] from, float[][] to) {
        double[] out = new double[from.length];
        float[][] all = between(from, to);
        for (int i = 0; i < out.length; i++) {
            float least = Float.POSITIVE_INFINITY;
            for (float d : all[i]) {
                least = Math.min(least, d);
            }
            out[i] = least;
        }
        return out;
    }

    private static Tensor tensor(float[][] points) {
        int width = points[0].length;
        float[] flat = new float[points.length * width];
        for (int i = 0; i < points.length; i++) {
            System.arraycopy(points[i], 0, flat, i * width, width);
        }
        return Tensors.of(flat, points.length, width);
    }
}
