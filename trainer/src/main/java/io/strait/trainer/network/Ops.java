package io.strait.trainer.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations the networks are written in. An interpreter decides what a value is: a libtorch tensor, a node of an
 * ONNX graph, or only a shape. Axes: B batch, C channels, H and W height and width, D width. Broadcasting is NumPy's.
 *
 * @param <T> a value
 */
public interface Ops<T> {
    /** A trained parameter used as a weight, in the interpreter's compute type. The same name is the same parameter. */
    T parameter(String name, Init init, long... shape);

    /** A trained parameter that is read as an embedding, kept in float32: gradients of rare rows add up badly in bfloat16. */
    T table(String name, Init init, long... shape);

    /** State that is learned by other means than gradients (the codebook), float32. */
    T buffer(String name, long... shape);

    /** Constant integers, shape (values.length). */
    T indices(int... values);

    /** Goes on in the interpreter's compute type. A hint: the identity where there is only one type. */
    T compute(T x);

    T add(T a, T b);

    T multiply(T a, T b);

    T scale(T x, double factor);

    T silu(T x);

    /** x where positive, 0.2 x elsewhere. */
    T leakyRelu(T x);

    /** Exact (erf) GELU. */
    T gelu(T x);

    /** x (B, C, H, W), weight (out, C, k, k), bias (out) or none. */
    T conv2d(T x, T weight, @Nullable T bias, int stride, int padding);

    /** x (B, C, H, W), gain and bias (C), epsilon 1e-5. */
    T groupNorm(T x, int groups, T gain, T bias);

    /** (B, C·b·b, H, W) to (B, C, H·b, W·b); channel order C, b, b (ONNX: CRD). */
    T depthToSpace(T x, int block);

    /** Inverse of {@link #depthToSpace}. */
    T spaceToDepth(T x, int block);

    /** x (…, in), weight (out, in), bias (out). Computes in the interpreter's compute type. */
    T linear(T x, T weight, T bias);

    /** Over the last axis, epsilon 1e-5. */
    T layerNorm(T x, T gain, T bias);

    /** Batched over all but the last two axes. */
    T matmul(T a, T b);

    /** Over the last axis. */
    T softmax(T x);

    /** table (rows, D) and integer ids (…) to (…, D). */
    T embedding(T table, T ids);

    /** 0 copies the dimension at the same place, one -1 is inferred. */
    T reshape(T x, long... dims);

    T transpose(T x, int... permutation);

    T concat(int axis, List<T> parts);

    /** Elements from (inclusive) to (exclusive) along an axis. */
    T slice(T x, int axis, long from, long to);

    /** Scales the last axis to length 1: x / sqrt(sum x² + 1e-6). Float32 whatever the compute type. */
    T l2Normalize(T x);

    /** Index of the largest entry of the last axis, which disappears. */
    T argmaxLast(T x);

    /** Sets a share of the values to zero and enlarges the others, while a network is trained with dropout; else nothing. */
    default T dropout(T x) {
        return x;
    }

    /** Convolution with the usual parameters {@code name.weight} and {@code name.bias}. */
    default T conv(String name, T x, int in, int out, int kernel, int stride, double gain) {
        T weight = parameter(
                name + ".weight",
                Init.normal(gain / Math.sqrt((double) in * kernel * kernel)),
                out,
                in,
                kernel,
                kernel);
        return conv2d(x, weight, parameter(name + ".bias", Init.constant(0), out), stride, kernel / 2);
    }

    /** Linear layer with the usual parameters {@code name.weight} and {@code name.bias}. */
    default T dense(String name, T x, int in, int out, double gain) {
        T weight = parameter(name + ".weight", Init.normal(gain / Math.sqrt(in)), out, in);
        return linear(x, weight, parameter(name + ".bias", Init.constant(0), out));
    }

    /** Layer norm with the usual parameters {@code name.gain} and {@code name.bias}. */
    default T norm(String name, T x, int width) {
        return layerNorm(
                x,
                parameter(name + ".gain", Init.constant(1), width),
                parameter(name + ".bias", Init.constant(0), width));
    }

    /** Sum of the given values, skipping absent ones. */
    default T addIfPresent(T x, @Nullable T y) {
        return y == null ? x : add(x, y);
    }
}
