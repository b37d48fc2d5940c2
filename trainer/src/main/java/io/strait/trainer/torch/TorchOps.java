package io.strait.trainer.torch;

import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.group_norm;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.pixel_shuffle;
import static org.bytedeco.pytorch.global.torch.pixel_unshuffle;

import io.strait.trainer.network.Init;
import io.strait.trainer.network.Ops;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Runs networks on libtorch tensors. Valid within the pointer scope its parameters were bound in. */
public final class TorchOps implements Ops<Tensor> {
    private static final double EPSILON = 1e-5;

    private final Map<String, Tensor> weights;
    private final Map<String, Tensor> tables;
    private final Map<String, Tensor> buffers;
    private final ScalarType type;
    private final double dropout;

    /**
     * Over bound parameters.
     *
     * @param weights parameters in the compute type
     * @param tables the same in float32
     * @param buffers state outside the gradient, float32
     * @param type compute type: float32 or bfloat16
     */
    TorchOps(Map<String, Tensor> weights, Map<String, Tensor> tables, Map<String, Tensor> buffers, ScalarType type) {
        this(weights, tables, buffers, type, 0);
    }

    private TorchOps(
            Map<String, Tensor> weights,
            Map<String, Tensor> tables,
            Map<String, Tensor> buffers,
            ScalarType type,
            double dropout) {
        this.weights = weights;
        this.tables = tables;
        this.buffers = buffers;
        this.type = type;
        this.dropout = dropout;
    }

    /**
     * The same with dropout, drawn from libtorch's generator.
     *
     * @param share share of the values set to zero, in [0, 1)
     */
    public TorchOps withDropout(double share) {
        return new TorchOps(weights, tables, buffers, type, share);
    }

    @Override
    public Tensor dropout(Tensor x) {
        return dropout == 0 ? x : torch.dropout(x, dropout, true);
    }

    @Override
    public Tensor parameter(String name, Init init, long... shape) {
        return find(weights, name, shape);
    }

    @Override
    public Tensor table(String name, Init init, long... shape) {
        return find(tables, name, shape);
    }

    @Override
    public Tensor buffer(String name, long... shape) {
        return find(buffers, name, shape);
    }

    private static Tensor find(Map<String, Tensor> from, String name, long[] shape) {
        Tensor t = from.get(name);
        if (t == null) {
            throw new IllegalArgumentException("parameter " + name + ": expected one of " + from.size() + ", got none");
        }
        if (!Arrays.equals(t.shape(), shape)) {
            throw new IllegalArgumentException("parameter " + name + ": expected shape " + Arrays.toString(shape)
                    + ", got " + Arrays.toString(t.shape()));
        }
        return t;
    }

    @Override
    public Tensor indices(int... values) {
        return Tensors.of(Arrays.stream(values).asLongStream().toArray(), values.length);
    }

    @Override
    public Tensor compute(Tensor x) {
        return x.to(type);
    }

    @Override
    public Tensor add(Tensor a, Tensor b) {
        return a.add(b);
    }

    @Override
    public Tensor multiply(Tensor a, Tensor b) {
        return a.mul(b);
    }

    @Override
    public Tensor scale(Tensor x, double factor) {
        return x.mul(Tensors.scalar(factor));
    }

    @Override
    public Tensor silu(Tensor x) {
        return torch.silu(x);
    }

    @Override
    public Tensor leakyRelu(Tensor x) {
        return torch.leaky_relu(x, Tensors.scalar(0.2));
    }

    @Override
    public Tensor gelu(Tensor x) {
        return torch.gelu(x);
    }

    @Override
    public Tensor conv2d(Tensor x, Tensor weight, @Nullable Tensor bias, int stride, int padding) {
        long[] strides = {stride, stride};
        long[] paddings = {padding, padding};
        return torch.conv2d(
                compute(x), compute(weight), Tensors.optional(bias), strides, paddings, new long[] {1, 1}, 1);
    }

    @Override
    public Tensor groupNorm(Tensor x, int groups, Tensor gain, Tensor bias) {
        return group_norm(x, groups, Tensors.optional(gain), Tensors.optional(bias), EPSILON, true);
    }

    @Override
    public Tensor depthToSpace(Tensor x, int block) {
        return pixel_shuffle(x, block);
    }

    @Override
    public Tensor spaceToDepth(Tensor x, int block) {
        return pixel_unshuffle(x, block);
    }

    @Override
    public Tensor linear(Tensor x, Tensor weight, Tensor bias) {
        return torch.linear(compute(x), compute(weight), Tensors.optional(bias));
    }

    @Override
    public Tensor layerNorm(Tensor x, Tensor gain, Tensor bias) {
        return layer_norm(
                compute(x), new long[] {gain.size(0)}, Tensors.optional(gain), Tensors.optional(bias), EPSILON, true);
    }

    @Override
    public Tensor matmul(Tensor a, Tensor b) {
        return a.matmul(b);
    }

    @Override
    public Tensor softmax(Tensor x) {
        return x.softmax(-1);
    }

    @Override
    public Tensor embedding(Tensor table, Tensor ids) {
        return torch.embedding(table, ids);
    }

    @Override
    public Tensor reshape(Tensor x, long... dims) {
        long[] out = dims.clone();
        for (int i = 0; i < out.length; i++) {
            if (out[i] == 0) {
                out[i] = x.size(i);
            }
        }
        return x.reshape(out);
    }

    @Override
    public Tensor transpose(Tensor x, int... permutation) {
        return x.permute(Arrays.stream(permutation).asLongStream().toArray());
    }

    @Override
    public Tensor concat(int axis, List<Tensor> parts) {
        return cat(new TensorVector(parts.toArray(new Tensor[0])), axis);
    }

    @Override
    public Tensor slice(Tensor x, int axis, long from, long to) {
        return x.narrow(axis, from, to - from);
    }

    @Override
    public Tensor l2Normalize(Tensor x) {
        Tensor f = x.to(ScalarType.Float);
        Tensor squares = f.square().sum(new long[] {-1}, true, new ScalarTypeOptional());
        return f.div(squares.add(Tensors.scalar(1e-6)).sqrt());
    }

    @Override
    public Tensor argmaxLast(Tensor x) {
        return x.argmax(new LongOptional(-1), false);
    }
}
