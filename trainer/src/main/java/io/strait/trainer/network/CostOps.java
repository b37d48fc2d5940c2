package io.strait.trainer.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a network on shapes alone: lists its parameters and counts multiply-adds (matrix products and convolutions).
 */
public final class CostOps implements Ops<long[]> {
    private final Map<String, ParameterSpec> parameters = new LinkedHashMap<>();
    private long multiplyAdds;

    /** Parameters in the order they were first used. */
    public List<ParameterSpec> parameters() {
        return List.copyOf(parameters.values());
    }

    /** Number of trained values. */
    public long parameterCount() {
        return parameters.values().stream().mapToLong(ParameterSpec::count).sum();
    }

    /** Multiply-adds so far. */
    public long multiplyAdds() {
        return multiplyAdds;
    }

    @Override
    public long[] parameter(String name, Init init, long... shape) {
        List<Long> dims = Arrays.stream(shape).boxed().toList();
        ParameterSpec old = parameters.putIfAbsent(name, new ParameterSpec(name, init, dims));
        if (old != null && !old.shape().equals(dims)) {
            throw new IllegalArgumentException(name + ": expected shape " + old.shape() + ", got " + dims);
        }
        return shape.clone();
    }

    @Override
    public long[] table(String name, Init init, long... shape) {
        return parameter(name, init, shape);
    }

    @Override
    public long[] buffer(String name, long... shape) {
        return shape.clone();
    }

    @Override
    public long[] indices(int... values) {
        return new long[] {values.length};
    }

    @Override
    public long[] compute(long[] x) {
        return x;
    }

    @Override
    public long[] add(long[] a, long[] b) {
        int rank = Math.max(a.length, b.length);
        long[] out = new long[rank];
        for (int i = 1; i <= rank; i++) {
            long x = i <= a.length ? a[a.length - i] : 1;
            long y = i <= b.length ? b[b.length - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new IllegalArgumentException("add: expected shapes that broadcast, got " + Arrays.toString(a)
                        + " and " + Arrays.toString(b));
            }
            out[rank - i] = Math.max(x, y);
        }
        return out;
    }

    @Override
    public long[] multiply(long[] a, long[] b) {
        return add(a, b);
    }

    @Override
    public long[] scale(long[] x, double factor) {
        return x;
    }

    @Override
    public long[] silu(long[] x) {
        return x;
    }

    @Override
    public long[] leakyRelu(long[] x) {
        return x;
    }

    @Override
    public long[] gelu(long[] x) {
        return x;
    }

    @Override
    public long[] conv2d(long[] x, long[] w, long @Nullable [] bias, int stride, int padding) {
        require("conv2d", w[1], x[1]);
        long h = (x[2] + 2L * padding - w[2]) / stride + 1;
        long v = (x[3] + 2L * padding - w[3]) / stride + 1;
        multiplyAdds += x[0] * w[0] * w[1] * w[2] * w[3] * h * v;
        return new long[] {x[0], w[0], h, v};
    }

    @Override
    public long[] groupNorm(long[] x, int groups, long[] gain, long[] bias) {
        require("groupNorm", gain[0], x[1]);
        return x;
    }

    @Override
    public long[] depthToSpace(long[] x, int b) {
        return new long[] {x[0], x[1] / b / b, x[2] * b, x[3] * b};
    }

    @Override
    public long[] spaceToDepth(long[] x, int b) {
        return new long[] {x[0], x[1] * b * b, x[2] / b, x[3] / b};
    }

    @Override
    public long[] linear(long[] x, long[] weight, long[] bias) {
        require("linear", weight[1], x[x.length - 1]);
        long[] out = x.clone();
        out[out.length - 1] = weight[0];
        multiplyAdds += product(x) * weight[0];
        return out;
    }

    @Override
    public long[] layerNorm(long[] x, long[] gain, long[] bias) {
        require("layerNorm", gain[0], x[x.length - 1]);
        return x;
    }

    @Override
    public long[] matmul(long[] a, long[] b) {
        require("matmul", b[b.length - 2], a[a.length - 1]);
        long[] out = a.clone();
        out[out.length - 1] = b[b.length - 1];
        multiplyAdds += product(a) * b[b.length - 1];
        return out;
    }

    @Override
    public long[] softmax(long[] x) {
        return x;
    }

    @Override
    public long[] embedding(long[] table, long[] ids) {
        long[] out = Arrays.copyOf(ids, ids.length + 1);
        out[ids.length] = table[1];
        return out;
    }

    @Override
    public long[] reshape(long[] x, long... dims) {
        long[] out = dims.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < out.length; i++) {
            if (out[i] == 0) {
                out[i] = x[i];
            }
            if (out[i] == -1) {
                open = i;
            } else {
                known *= out[i];
            }
        }
        if (open >= 0) {
            out[open] = product(x) / known;
        }
        require("reshape " + Arrays.toString(x) + " to " + Arrays.toString(dims), product(x), product(out));
        return out;
    }

    @Override
    public long[] transpose(long[] x, int... permutation) {
        return Arrays.stream(permutation).mapToLong(i -> x[i]).toArray();
    }

    @Override
    public long[] concat(int axis, List<long[]> parts) {
        long[] out = parts.get(0).clone();
        out[axis] = parts.stream().mapToLong(p -> p[axis]).sum();
        return out;
    }

    @Override
    public long[] slice(long[] x, int axis, long from, long to) {
        long[] out = x.clone();
        out[axis] = to - from;
        return out;
    }

    @Override
    public long[] l2Normalize(long[] x) {
        return x;
    }

    @Override
    public long[] argmaxLast(long[] x) {
        return Arrays.copyOf(x, x.length - 1);
    }

    private static long product(long[] dims) {
        return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    }

    private static void require(String what, long expected, long actual) {
        if (expected != actual) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", got " + actual);
        }
    }
}
