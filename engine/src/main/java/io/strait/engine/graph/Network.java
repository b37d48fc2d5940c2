package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An ONNX graph that is being rewritten. Not thread-safe. */
final class Network {
    private final ModelProto model;
    private final Map<String, TensorProto> constants = new LinkedHashMap<>();
    private final Map<String, Matrix> matrices = new HashMap<>();
    private List<NodeProto> nodes;
    private Map<String, NodeProto> producers = Map.of();
    private Map<String, List<NodeProto>> consumers = Map.of();

    Network(ModelProto model) {
        this.model = model;
        model.getGraph().getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
        this.nodes = model.getGraph().getNodeList();
        index();
    }

    /** In the order they run. */
    List<NodeProto> nodes() {
        return nodes;
    }

    /** The node that a value comes from; null for inputs and constants. */
    @Nullable
    NodeProto producer(String value) {
        return producers.get(value);
    }

    /** Likewise, if it is of that kind. */
    @Nullable
    NodeProto producer(String value, String op) {
        NodeProto node = producers.get(value);
        return node != null && node.getOpType().equals(op) ? node : null;
    }

    /** The one node that reads a value, if it is of that kind. */
    @Nullable
    NodeProto onlyConsumer(String value, String op) {
        List<NodeProto> readers = consumers.getOrDefault(value, List.of());
        return readers.size() == 1 && readers.get(0).getOpType().equals(op) ? readers.get(0) : null;
    }

    /** A float constant, also if it is stored as float16 and widened by a node; null if the value is anything else. */
    @Nullable
    Matrix matrix(String value) {
        Matrix known = matrices.get(value);
        if (known != null) {
            return known;
        }
        NodeProto cast = producer(value, "Cast");
        TensorProto tensor = constants.get(cast == null ? value : cast.getInput(0));
        Matrix matrix = tensor == null ? null : Tensors.read(tensor);
        if (matrix != null) {
            matrices.put(value, matrix);
        }
        return matrix;
    }

    /** An int64 constant; null if the value is anything else. */
    long @Nullable [] longs(String value) {
        TensorProto tensor = constants.get(value);
        return tensor == null ? null : Tensors.readLongs(tensor);
    }

    /** Adds a constant and returns its name; one of that name stays. */
    String add(TensorProto constant) {
        constants.putIfAbsent(constant.getName(), constant);
        return constant.getName();
    }

    /**
     * Takes nodes in place of all those there are. They are put in an order they can run in, those that nothing needs are left out.
     *
     * @throws IllegalArgumentException if a value comes from nowhere
     */
    void replace(List<NodeProto> all) {
        List<NodeProto> ordered = new ArrayList<>(all.size());
        Set<String> there = new HashSet<>(constants.keySet());
        there.add("");
        model.getGraph().getInputList().stream().map(ValueInfoProto::getName).forEach(there::add);
        List<NodeProto> waiting = all;
        while (!waiting.isEmpty()) {
            List<NodeProto> later = new ArrayList<>();
            for (NodeProto node : waiting) {
                if (there.containsAll(node.getInputList())) {
                    ordered.add(node);
                    there.addAll(node.getOutputList());
                } else {
                    later.add(node);
                }
            }
            if (later.size() == waiting.size()) {
                throw new IllegalArgumentException(
                        "node " + later.get(0).getName() + ": expected inputs that other nodes give, got "
                                + later.get(0).getInputList());
            }
            waiting = later;
        }
        nodes = needed(ordered);
        index();
    }

    private List<NodeProto> needed(List<NodeProto> ordered) {
        Set<String> wanted = new HashSet<>();
        model.getGraph().getOutputList().stream().map(ValueInfoProto::getName).forEach(wanted::add);
        List<NodeProto> kept = new ArrayList<>();
        for (int i = ordered.size() - 1; i >= 0; i--) {
            NodeProto node = ordered.get(i);
            if (node.getOutputList().stream().anyMatch(wanted::contains)) {
                kept.add(0, node);
                wanted.addAll(node.getInputList());
            }
        }
        constants.keySet().retainAll(wanted);
        return List.copyOf(kept);
    }

    private void index() {
        producers = new HashMap<>();
        consumers = new HashMap<>();
        for (NodeProto node : nodes) {
            node.getOutputList().forEach(output -> producers.put(output, node));
            node.getInputList()
                    .forEach(input -> consumers
                            .computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
        model.getGraph()
                .getOutputList()
                .forEach(output -> consumers
                        .computeIfAbsent(output.getName(), name -> new ArrayList<>())
                        .add(NodeProto.getDefaultInstance()));
    }

    /** The model as it is now. */
    ModelProto model() {
        GraphProto graph = model.getGraph().toBuilder()
                .clearNode()
                .addAllNode(nodes)
                .clearInitializer()
                .addAllInitializer(constants.values())
                .build();
        boolean declared = model.getOpsetImportList().stream()
                .anyMatch(set -> set.getDomain().equals(Nodes.MICROSOFT));
        ModelProto.Builder built = model.toBuilder().setGraph(graph);
        if (!declared) {
            built.addOpsetImport(
                    OperatorSetIdProto.newBuilder().setDomain(Nodes.MICROSOFT).setVersion(1));
        }
        return built.build();
    }
}
