package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Products with weights in int8: weights with a scale for each column, activations with a scale for each row, found in the graph from
 * that row alone, so that a job's numbers do not depend on its companions. Sums are int32 and exact, hence the same in any order.
 *
 * <p>An activation x becomes round(x / s) + 128 in uint8, s the row's largest magnitude / 127: with VNNI only uint8 times int8 is fast.
 * What comes out of a Gelu is never below -0.17: it is shifted by that instead, all 255 levels are used, and what the shift adds, 0.17
 * times the sum of a weight column, is known beforehand and taken off again.
 */
final class RowQuantization {
    /** Products smaller than this in either direction stay as they are: they would not get faster. */
    private static final int SMALLEST = 64;

    private static final float LEVELS = 127;
    private static final float GELU_FLOOR = 0.17f;
    /** Scale of a row of zeros. */
    private static final float LEAST_SCALE = 1e-12f;

    private final Network network;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, Activation> activations = new HashMap<>();

    /**
     * A quantized activation.
     *
     * @param values uint8, (rows, K)
     * @param scale (rows, 1)
     * @param zero name of the zero point
     * @param shift that was added before, 0 or more
     * @param leading shape without the last axis
     */
    private record Activation(String values, String scale, String zero, float shift, String leading) {}

    RowQuantization(Network network) {
        this.network = network;
    }

    void run() {
        for (NodeProto node : network.nodes()) {
            Matrix weight = node.getOpType().equals("MatMul") ? network.matrix(node.getInput(1)) : null;
            if (weight != null && worthwhile(weight) && !ofTheHead(node)) {
                product(node, weight);
            } else {
                nodes.add(node);
            }
        }
        network.replace(nodes);
    }

    private static boolean worthwhile(Matrix weight) {
        return weight.rank() == 2 && weight.dim(0) >= SMALLEST && weight.dim(1) >= SMALLEST;
    }

    /**
     * Whether logits come of it without another layer in between. Measured on the demo bundle: the last product alone changes three
     * ids in ten, all others together two in a hundred.
     */
    private boolean ofTheHead(NodeProto node) {
        return node.getInput(1).startsWith("head.") || node.getInput(1).startsWith("token");
    }

    private void product(NodeProto node, Matrix weight) {
        int in = weight.dim(0);
        int out = weight.dim(1);
        Activation x = activations.computeIfAbsent(node.getInput(0), value -> activation(value, in));
        String name = node.getOutput(0) + ".int8";
        float[] scales = new float[out];
        byte[] bytes = new byte[in * out];
        float[] undone = new float[out];
        quantize(weight, scales, bytes, undone, x.shift());
        String y = add(Nodes.own(
                "MatMulIntegerToFloat",
                name,
                List.of(
                        x.values(),
                        network.add(Tensors.signedBytes(name + ".weight", bytes, in, out)),
                        network.add(Tensors.floats("int8.one", new float[] {1})),
                        network.add(Tensors.floats(name + ".scale", scales, out)),
                        x.zero())));
        y = add(Nodes.node("Mul", name + ".scaled", List.of(y, x.scale())));
        if (x.shift() != 0) {
            y = add(Nodes.node(
                    "Add", name + ".shifted", List.of(y, network.add(Tensors.floats(name + ".undone", undone, out)))));
        }
        String width = network.add(Tensors.longs("int8.width." + out, out));
        String shape =
                add(Nodes.node("Concat", name + ".shape", List.of(x.leading(), width), Nodes.integer("axis", 0)));
        add(Nodes.node("Reshape", node.getOutput(0), List.of(y, shape)));
    }

    private static void quantize(Matrix weight, float[] scales, byte[] bytes, float[] undone, float shift) {
        int out = scales.length;
        float[] values = weight.values();
        for (int i = 0; i < values.length; i++) {
            scales[i % out] = Math.max(scales[i % out], Math.abs(values[i]) / LEVELS);
        }
        for (int column = 0; column < out; column++) {
            scales[column] = Math.max(scales[column], LEAST_SCALE);
        }
        for (int i = 0; i < values.length; i++) {
            int column = i % out;
            bytes[i] = (byte) Math.rint(values[i] / scales[column]);
            undone[column] -= shift * bytes[i] * scales[column];
        }
    }

    private Activation activation(String value, int in) {
        String name = value + ".int8.x";
        NodeProto source = network.producer(value);
        boolean gelu = source != null && source.getOpType().equals("Gelu");
        String rows = add(Nodes.node(
                "Reshape", name + ".rows", List.of(value, network.add(Tensors.longs("int8.rows." + in, -1, in)))));
        String magnitude = gelu
                ? add(Nodes.node(
                        "Add",
                        name + ".above",
                        List.of(rows, network.add(Tensors.floats("int8.floor", new float[] {GELU_FLOOR})))))
                : add(Nodes.node("Abs", name + ".magnitude", List.of(rows)));
        String columns = network.add(Tensors.longs("int8.columns", 1));
        String largest = add(
                Nodes.node("ReduceMax", name + ".largest", List.of(magnitude, columns), Nodes.integer("keepdims", 1)));
        float level = 1 / (gelu ? 2 * LEVELS + 1 : LEVELS);
        String step = network.add(Tensors.floats(gelu ? "int8.step.above" : "int8.step", new float[] {level}));
        String scale = add(Nodes.node("Mul", name + ".step", List.of(largest, step)));
        scale = add(Nodes.node(
                "Max", name + ".scale", List.of(scale, network.add(Tensors.floats("int8.least", new float[] {LEAST_SCALE
                })))));
        String scales = add(
                Nodes.node("Reshape", name + ".scales", List.of(scale, network.add(Tensors.longs("int8.flat", -1)))));
        String zero =
                network.add(gelu ? Tensors.unsignedByte("int8.zero", 0) : Tensors.unsignedByte("int8.middle", 128));
        String count = add(Nodes.node("Shape", name + ".count", List.of(scales)));
        String zeros = add(Nodes.node("Expand", name + ".zeros", List.of(zero, count)));
        String bytes = add(Nodes.node(
                "QuantizeLinear", name, List.of(gelu ? magnitude : rows, scales, zeros), Nodes.integer("axis", 0)));
        String shape = add(Nodes.node("Shape", name + ".whole", List.of(value), Nodes.integer("end", -1)));
        return new Activation(bytes, scale, zero, gelu ? GELU_FLOOR : 0, shape);
    }

    private String add(NodeProto node) {
        nodes.add(node);
        return node.getOutput(0);
    }
}
