package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a step graph where it stops depending on finished grids alone. Those do not change while a grid is decoded, so that what follows
 * from them need not be computed again at every step: in the demo bundle a quarter to a third of a step's products. Same bits as the
 * whole graph's.
 */
final class GivenPart {
    /** Their outputs are no floats, or may not be. */
    private static final Set<String> NOT_PASSED = Set.of("Shape", "Cast", "Size", "ArgMax", "Identity", "Constant");

    private final ModelProto model;
    private final Network network;
    private final Set<String> conditions;

    /** @param conditions inputs that finished grids are given by */
    GivenPart(Network network, Set<String> conditions) {
        this.model = network.model();
        this.network = network;
        this.conditions = conditions;
    }

    /** The two parts as networks, and what goes from one to the other. */
    record Parts(Network step, Network given, List<String> passed) {}

    /** Cuts; empty if there is nothing to gain, or what would be passed is not known to be floats. */
    Optional<Parts> cut() {
        Set<String> known = new HashSet<>();
        Set<String> changing = new HashSet<>();
        model.getGraph()
                .getInputList()
                .forEach(input -> (conditions.contains(input.getName()) ? known : changing).add(input.getName()));
        List<NodeProto> given = new ArrayList<>();
        List<NodeProto> step = new ArrayList<>();
        for (NodeProto node : network.nodes()) {
            boolean onlyKnown = node.getInputList().stream().noneMatch(changing::contains);
            boolean someKnown = node.getInputList().stream().anyMatch(known::contains);
            if (onlyKnown && someKnown) {
                given.add(node);
                known.addAll(node.getOutputList());
            } else {
                step.add(node);
                if (!onlyKnown) {
                    changing.addAll(node.getOutputList());
                }
            }
        }
        List<String> passed = passed(given, step);
        boolean worthwhile =
                given.stream().anyMatch(node -> Set.of("MatMul", "Conv").contains(node.getOpType()));
        boolean floats = passed.stream()
                .allMatch(value -> given.stream()
                        .anyMatch(node ->
                                node.getOutputList().contains(value) && !NOT_PASSED.contains(node.getOpType())));
        return worthwhile && floats ? Optional.of(parts(given, step, passed)) : Optional.empty();
    }

    /** Values of the one part that the other reads. */
    private static List<String> passed(List<NodeProto> given, List<NodeProto> step) {
        Set<String> wanted = new HashSet<>();
        step.forEach(node -> wanted.addAll(node.getInputList()));
        return given.stream()
                .flatMap(node -> node.getOutputList().stream())
                .filter(wanted::contains)
                .sorted()
                .toList();
    }

    private Parts parts(List<NodeProto> given, List<NodeProto> step, List<String> passed) {
        List<ValueInfoProto> values = passed.stream().map(GivenPart::floats).toList();
        List<ValueInfoProto> inputs = model.getGraph().getInputList();
        GraphProto.Builder first = model.getGraph().toBuilder()
                .clearInput()
                .addAllInput(inputs.stream()
                        .filter(input -> conditions.contains(input.getName()))
                        .toList())
                .clearOutput()
                .addAllOutput(values);
        GraphProto.Builder second = model.getGraph().toBuilder()
                .clearInput()
                .addAllInput(inputs.stream()
                        .filter(input -> !conditions.contains(input.getName()))
                        .toList())
                .addAllInput(values);
        // nodes of constants alone belong to both
        List<NodeProto> all = new ArrayList<>(given);
        step.stream().filter(node -> ofConstants(node)).forEach(all::add);
        return new Parts(network(second, step), network(first, all), passed);
    }

    private boolean ofConstants(NodeProto node) {
        return network.matrix(node.getOutput(0)) != null;
    }

    private Network network(GraphProto.Builder graph, List<NodeProto> nodes) {
        Network part = new Network(model.toBuilder().setGraph(graph).build());
        part.replace(nodes);
        return part;
    }

    private static ValueInfoProto floats(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT.getNumber())))
                .build();
    }
}
