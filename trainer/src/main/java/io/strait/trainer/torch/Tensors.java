package io.strait.trainer.torch;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Conversions between Java arrays and tensors. Tensors made here belong to the caller's pointer scope. */
public final class Tensors {
    private Tensors() {}

    /** A float32 tensor holding a copy. */
    public static Tensor of(float[] values, long... shape) {
        return Tensor.create(values, shape);
    }

    /** An int64 tensor holding a copy. */
    public static Tensor of(long[] values, long... shape) {
        return Tensor.create(values, shape);
    }

    /** Values as float32, row-major. */
    @SuppressWarnings("try")
    public static float[] floats(Tensor t) {
        try (PointerScope scope = new PointerScope()) {
            Tensor c = t.detach().to(ScalarType.Float).contiguous();
            float[] out = new float[Math.toIntExact(c.numel())];
            c.data_ptr_float().get(out);
            return out;
        }
    }

    /** Integer values, row-major. */
    @SuppressWarnings("try")
    public static long[] longs(Tensor t) {
        try (PointerScope scope = new PointerScope()) {
            Tensor c = t.contiguous();
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
