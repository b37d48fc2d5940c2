package io.strait.trainer.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Conversions between Java arrays and tensors. Tensors made here belong to the caller's pointer scope, and lie where libtorch computes: on the GPU if
 * the libtorch of the {@code gpu} profile finds one, else in main memory.
 */
public final class Tensors {
    private static final boolean ON_GPU = torch.cuda_is_available();

    private Tensors() {}

    /** {@code cuda} or {@code cpu}. */
    public static String device() {
        return ON_GPU ? "cuda" : "cpu";
    }

    /** Moves a network to where tensors are made. */
    static void place(JitModule module) {
        if (ON_GPU) {
            module.to(new Device("cuda"), false);
        }
    }

    private static Tensor placed(Tensor t) {
        return ON_GPU ? t.cuda() : t;
    }

    /** A float32 tensor holding a copy. */
    public static Tensor of(float[] values, long... shape) {
        return placed(Tensor.create(values, shape));
    }

    /** An int64 tensor holding a copy. */
    public static Tensor of(long[] values, long... shape) {
        return placed(Tensor.create(values, shape));
    }

    /** Values as float32, row-major. */
    @SuppressWarnings("try")
    public static float[] floats(Tensor t) {
        try (PointerScope scope = new PointerScope()) {
            Tensor c = t.detach().to(ScalarType.Float).cpu().contiguous();
            float[] out = new float[Math.toIntExact(c.numel())];
            c.data_ptr_float().get(out);
            return out;
        }
    }

    /** Integer values, row-major. */
    @SuppressWarnings("try")
    public static long[] longs(Tensor t) {
        try (PointerScope scope = new PointerScope()) {
            Tensor c = t.cpu().contiguous();
            long[] out = new long[Math.toIntExact(c.numel())];
            c.data_ptr_long().get(out);
            return out;
        }
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static TensorOptional optional(@Nullable Tensor t) {
        return t == null ? new TensorOptional() : new TensorOptional(t);
    }
}
