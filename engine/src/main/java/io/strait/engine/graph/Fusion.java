package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts ONNX Runtime's fused operators in place of what its own optimizer leaves apart: attention, which then never writes its scores to
 * memory, and the sum before a LayerNormalization, which has a faster kernel. Same mathematics; other roundings. What does not look as
 * expected stays as it is.
 */
final class Fusion {
    private final Network network;

    Fusion(Network network) {
        this.network = network;
    }

    void run() {
        attention();
        normalisation();
    }

    /** Softmax(scale q k') v over heads, written with reshapes and transposes around it. */
    private void attention() {
        List<NodeProto> nodes = new ArrayList<>(network.nodes());
        for (NodeProto softmax : network.nodes()) {
            if (softmax.getOpType().equals("Softmax")) {
                attention(softmax).ifPresent(fused -> {
                    nodes.removeIf(node -> node.getOutputList().equals(fused.getOutputList()));
                    nodes.add(fused);
                });
            }
        }
        network.replace(nodes);
    }

    private Optional<NodeProto> attention(NodeProto softmax) {
        NodeProto scores = network.producer(softmax.getInput(0), "MatMul");
        NodeProto mixed = network.onlyConsumer(softmax.getOutput(0), "MatMul");
        if (scores == null || mixed == null) {
            return Optional.empty();
        }
        NodeProto scaled = network.producer(scores.getInput(0), "Mul");
        NodeProto turned = network.producer(scores.getInput(1), "Transpose");
        NodeProto joined = network.onlyConsumer(mixed.getOutput(0), "Transpose");
        if (scaled == null || turned == null || joined == null) {
            return Optional.empty();
        }
        Matrix scale = network.matrix(scaled.getInput(1));
        NodeProto q = heads(scaled.getInput(0));
        NodeProto k = heads(turned.getInput(0));
        NodeProto v = heads(mixed.getInput(1));
        NodeProto flat = network.onlyConsumer(joined.getOutput(0), "Reshape");
        if (scale == null || q == null || k == null || v == null || flat == null) {
            return Optional.empty();
        }
        long[] shape = network.longs(q.getInput(1));
        if (shape == null || shape.length != 4) {
            return Optional.empty();
        }
        return Optional.of(Nodes.own(
                "MultiHeadAttention",
                flat.getOutput(0),
                List.of(q.getInput(0), k.getInput(0), v.getInput(0)),
                Nodes.integer("num_heads", shape[2]),
                Nodes.number("scale", scale.values()[0])));
    }

    /** The Reshape that splits a value into heads. */
    private @Nullable NodeProto heads(String value) {
        NodeProto transposed = network.producer(value, "Transpose");
        return transposed == null ? null : network.producer(transposed.getInput(0), "Reshape");
    }

    /** LayerNormalization(a + b), the sum being needed further on too. */
    private void normalisation() {
        List<NodeProto> nodes = new ArrayList<>();
        List<NodeProto> gone = new ArrayList<>();
        for (NodeProto node : network.nodes()) {
            NodeProto sum =
                    node.getOpType().equals("LayerNormalization") ? network.producer(node.getInput(0), "Add") : null;
            if (sum == null || !bothComputed(sum)) {
                nodes.add(node);
                continue;
            }
            gone.add(sum);
            nodes.add(normalisation(node, sum));
        }
        nodes.removeAll(gone);
        network.replace(nodes);
    }

    private boolean bothComputed(NodeProto sum) {
        return Stream.of(sum.getInput(0), sum.getInput(1)).allMatch(value -> network.matrix(value) == null);
    }

    private NodeProto normalisation(NodeProto norm, NodeProto sum) {
        List<String> inputs =
                new ArrayList<>(List.of(sum.getInput(0), sum.getInput(1), norm.getInput(1), norm.getInput(2)));
        NodeProto biased = network.producer(sum.getInput(1), "Add");
        Matrix bias = biased == null ? null : network.matrix(biased.getInput(1));
        if (biased != null && bias != null && bias.rank() == 1) {
            inputs.set(0, biased.getInput(0));
            inputs.set(1, sum.getInput(0));
            inputs.add(biased.getInput(1));
        }
        NodeProto.Builder fused = Nodes.own("SkipLayerNormalization", norm.getOutput(0), inputs).toBuilder();
        norm.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("epsilon"))
                .forEach(fused::addAttribute);
        return fused.addOutput("").addOutput("").addOutput(sum.getOutput(0)).build();
    }
}
