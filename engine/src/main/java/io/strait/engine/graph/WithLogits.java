package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A step graph without the sampling in it: what it would be if logits were sampled elsewhere. */
public final class WithLogits {
    /** The output's name. */
    public static final String LOGITS = "logits";

    private WithLogits() {}

    /**
     * The graph up to its logits (R, N, V), which are its one output.
     *
     * @param model a step graph
     * @throws IllegalArgumentException if it is none
     */
    public static byte[] of(byte[] model) {
        ModelProto whole;
        try {
            whole = ModelProto.parseFrom(model);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("graph: expected an ONNX model, got something else", e);
        }
        String logits = whole.getGraph().getNodeList().stream()
                .filter(node ->
                        node.getOpType().equals("Gather") && node.getInputList().contains("cond"))
                .map(node -> node.getInput(0))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("graph: expected one that gathers by cond, got none"));
        GraphProto.Builder graph = whole.getGraph().toBuilder()
                .addNode(Nodes.node("Identity", LOGITS, List.of(logits)))
                .clearOutput()
                .addOutput(ValueInfoProto.newBuilder()
                        .setName(LOGITS)
                        .setType(TypeProto.newBuilder()
                                .setTensorType(TypeProto.Tensor.newBuilder()
                                        .setElemType(TensorProto.DataType.FLOAT.getNumber()))));
        Network network = new Network(whole.toBuilder().setGraph(graph).build());
        network.replace(network.nodes());
        Set<String> read = new HashSet<>();
        network.nodes().forEach(node -> read.addAll(node.getInputList()));
        ModelProto cut = network.model();
        List<ValueInfoProto> inputs = cut.getGraph().getInputList().stream()
                .filter(input -> read.contains(input.getName()))
                .toList();
        return cut.toBuilder()
                .setGraph(cut.getGraph().toBuilder().clearInput().addAllInput(inputs))
                .build()
                .toByteArray();
    }
}
