package io.strait.trainer.onnx;

import io.strait.trainer.network.Init;
import io.strait.trainer.network.Ops;
import io.strait.trainer.onnx.OnnxGraph.Attribute;
import io.strait.trainer.onnx.OnnxValue.Constant;
import io.strait.trainer.onnx.OnnxValue.Indices;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes networks as ONNX nodes, float32. No operation here mixes entries of the batch axis, and none whose CPU kernel
 * treats the tail of a tensor unlike its bulk is used (Exp and Log are such): a row's result must not depend on its
 * companions.
 */
final class OnnxOps implements Ops<OnnxValue> {
    private static final float EPSILON = 1e-5f;

    private final OnnxGraph graph;
    private final Weights weights;

    OnnxOps(OnnxGraph graph, Weights weights) {
        this.graph = graph;
        this.weights = weights;
    }

    @Override
    public OnnxValue parameter(String name, Init init, long... shape) {
        return buffer(name, shape);
    }

    @Override
    public OnnxValue table(String name, Init init, long... shape) {
        return buffer(name, shape);
    }

    @Override
    public OnnxValue buffer(String name, long... shape) {
        return new Constant(name, weights.values(name), shape);
    }

    @Override
    public OnnxValue indices(int... values) {
        return new Indices(values);
    }

    @Override
    public OnnxValue compute(OnnxValue x) {
        return x;
    }

    @Override
    public OnnxValue add(OnnxValue a, OnnxValue b) {
        if (a instanceof Constant p && b instanceof Constant q && Arrays.equals(p.shape(), q.shape())) {
            return Folding.add(p, q);
        }
        return graph.node("Add", a, b);
    }

    @Override
    public OnnxValue multiply(OnnxValue a, OnnxValue b) {
        return graph.node("Mul", a, b);
    }

    @Override
    public OnnxValue scale(OnnxValue x, double factor) {
        return graph.node("Mul", x, graph.scalar(factor));
    }

    @Override
    public OnnxValue silu(OnnxValue x) {
        return graph.node("Mul", x, graph.node("Sigmoid", x));
    }

    @Override
    public OnnxValue leakyRelu(OnnxValue x) {
        return graph.node("LeakyRelu", x, Attribute.of("alpha", 0.2f));
    }

    @Override
    public OnnxValue gelu(OnnxValue x) {
        return graph.node("Gelu", x);
    }

    @Override
    public OnnxValue conv2d(OnnxValue x, OnnxValue weight, @Nullable OnnxValue bias, int stride, int padding) {
        return graph.node(
                "Conv",
                bias == null ? List.of(x, weight) : List.of(x, weight, bias),
                Attribute.of("strides", stride, stride),
                Attribute.of("pads", padding, padding, padding, padding));
    }

    /** By InstanceNormalization of the groups: GroupNormalization has one gain a group before opset 21. */
    @Override
    public OnnxValue groupNorm(OnnxValue x, int groups, OnnxValue gain, OnnxValue bias) {
        float[] one = new float[groups];
        Arrays.fill(one, 1);
        OnnxValue grouped = graph.node(
                "InstanceNormalization",
                List.of(
                        reshape(x, 0, groups, -1),
                        new Constant("ones." + groups, one, groups),
                        new Constant("zeros." + groups, new float[groups], groups)),
                Attribute.of("epsilon", EPSILON));
        OnnxValue whole = graph.node("Reshape", grouped, graph.node("Shape", x));
        return add(multiply(whole, reshape(gain, -1, 1, 1)), reshape(bias, -1, 1, 1));
    }

    @Override
    public OnnxValue depthToSpace(OnnxValue x, int block) {
        return graph.node("DepthToSpace", x, Attribute.of("blocksize", block), Attribute.of("mode", "CRD"));
    }

    /** Written out: SpaceToDepth has its channels in the other order. Height and width stay unknown throughout. */
    @Override
    public OnnxValue spaceToDepth(OnnxValue x, int block) {
        // (B, C, H, W) to (B, C, H, w, bw), to (B, C, w, bw, h, bh), to (B, h, w, C, bh, bw), merged
        OnnxValue columns = transpose(reshape(x, 0, 0, 0, -1, block), 0, 1, 3, 4, 2);
        OnnxValue blocks = transpose(reshape(columns, 0, 0, 0, 0, -1, block), 0, 4, 2, 1, 5, 3);
        return transpose(reshape(blocks, 0, 0, 0, -1), 0, 3, 1, 2);
    }

    @Override
    public OnnxValue linear(OnnxValue x, OnnxValue weight, OnnxValue bias) {
        return add(matmul(x, transpose(weight, 1, 0)), bias);
    }

    @Override
    public OnnxValue layerNorm(OnnxValue x, OnnxValue gain, OnnxValue bias) {
        return graph.node("LayerNormalization", List.of(x, gain, bias), Attribute.of("epsilon", EPSILON));
    }

    @Override
    public OnnxValue matmul(OnnxValue a, OnnxValue b) {
        return graph.node("MatMul", a, b);
    }

    @Override
    public OnnxValue softmax(OnnxValue x) {
        return graph.node("Softmax", x, Attribute.of("axis", -1));
    }

    @Override
    public OnnxValue embedding(OnnxValue table, OnnxValue ids) {
        if (table instanceof Constant constant && ids instanceof Indices rows) {
            return Folding.rows(constant, rows.values());
        }
        return graph.node("Gather", table, ids);
    }

    @Override
    public OnnxValue reshape(OnnxValue x, long... dims) {
        return x instanceof Constant constant
                ? Folding.reshape(constant, dims)
                : graph.node("Reshape", x, graph.integers(dims));
    }

    @Override
    public OnnxValue transpose(OnnxValue x, int... permutation) {
        if (x instanceof Constant constant && Arrays.equals(permutation, new int[] {1, 0})) {
            return Folding.transpose(constant);
        }
        long[] axes = Arrays.stream(permutation).asLongStream().toArray();
        return graph.node("Transpose", x, Attribute.of("perm", axes));
    }

    @Override
    public OnnxValue concat(int axis, List<OnnxValue> parts) {
        return graph.node("Concat", parts, Attribute.of("axis", axis));
    }

    @Override
    public OnnxValue slice(OnnxValue x, int axis, long from, long to) {
        if (x instanceof Constant constant && axis == 0) {
            return Folding.slice(constant, from, to);
        }
        return graph.node("Slice", List.of(x, graph.integers(from), graph.integers(to), graph.integers(axis)));
    }

    @Override
    public OnnxValue l2Normalize(OnnxValue x) {
        OnnxValue squares = graph.node("ReduceSum", multiply(x, x), graph.integers(-1), Attribute.of("keepdims", 1));
        return graph.node("Div", x, graph.node("Sqrt", add(squares, graph.scalar(1e-6))));
    }

    @Override
    public OnnxValue argmaxLast(OnnxValue x) {
        return graph.node("ArgMax", x, Attribute.of("axis", -1), Attribute.of("keepdims", 0));
    }
}
