package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Computes queries, keys and values each by a product of its own, where a network computes two or three of them by one and cuts the
 * result: nothing is copied apart, and attention adds the biases itself.
 */
final class Separation {
    private static final int PARTS = 3;

    private final Network network;

    Separation(Network network) {
        this.network = network;
    }

    /** Columns {@code from} to {@code to} of x w + b. */
    private record Part(String x, String weightName, Matrix weight, Matrix bias, int from, int to) {}

    void run() {
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : network.nodes()) {
            if (!node.getOpType().equals("MultiHeadAttention")) {
                nodes.add(node);
                continue;
            }
            List<Part> parts = node.getInputList().stream().flatMap(this::part).toList();
            if (parts.size() == PARTS && node.getInputCount() == PARTS) {
                nodes.addAll(separated(node, parts));
            } else {
                nodes.add(node);
            }
        }
        network.replace(nodes);
    }

    private List<NodeProto> separated(NodeProto attention, List<Part> parts) {
        List<NodeProto> nodes = new ArrayList<>();
        List<String> inputs = new ArrayList<>();
        float[] biases = new float[parts.stream().mapToInt(p -> p.to - p.from).sum()];
        int at = 0;
        for (Part part : parts) {
            int width = part.to - part.from;
            String name = part.weightName + "[" + part.from + ":" + part.to + "]";
            String weight = network.add(
                    Tensors.floats(name, columns(part.weight, part.from, part.to), part.weight.dim(0), width));
            String product = attention.getOutput(0) + ".part" + at;
            nodes.add(Nodes.node("MatMul", product, List.of(part.x, weight)));
            inputs.add(product);
            System.arraycopy(part.bias.values(), part.from, biases, at, width);
            at += width;
        }
        inputs.add(network.add(Tensors.floats(attention.getOutput(0) + ".biases", biases, biases.length)));
        nodes.add(attention.toBuilder().clearInput().addAllInput(inputs).build());
        return nodes;
    }

    private static float[] columns(Matrix weight, int from, int to) {
        int rows = weight.dim(0);
        int all = weight.dim(1);
        float[] columns = new float[rows * (to - from)];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(weight.values(), row * all + from, columns, row * (to - from), to - from);
        }
        return columns;
    }

    /** Where an input of an attention comes from; empty if it is not a part of a product with a bias. */
    private Stream<Part> part(String value) {
        NodeProto slice = network.producer(value, "Slice");
        String whole = value;
        long @Nullable [] from = null;
        long @Nullable [] to = null;
        if (slice != null) {
            whole = slice.getInput(0);
            from = network.longs(slice.getInput(1));
            to = network.longs(slice.getInput(2));
            long[] axis = network.longs(slice.getInput(3));
            if (from == null || to == null || axis == null || axis[0] != 2) {
                return Stream.empty();
            }
        }
        NodeProto sum = network.producer(whole, "Add");
        NodeProto product = sum == null ? null : network.producer(sum.getInput(0), "MatMul");
        if (sum == null || product == null) {
            return Stream.empty();
        }
        Matrix bias = network.matrix(sum.getInput(1));
        Matrix weight = network.matrix(product.getInput(1));
        if (bias == null || bias.rank() != 1 || weight == null || weight.rank() != 2) {
            return Stream.empty();
        }
        int first = from == null ? 0 : (int) from[0];
        int last = to == null ? weight.dim(1) : (int) Math.min(to[0], weight.dim(1));
        return Stream.of(new Part(product.getInput(0), product.getInput(1), weight, bias, first, last));
    }
}
