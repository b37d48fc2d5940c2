package io.strait.engine.graph;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayList;
import java.util.List;

/**
 * Cumulative sums over codes in two levels: within blocks by a product with a triangle of ones, then what lies before each block.
 * ONNX Runtime's CumSum takes one element after the other on one thread: a tenth of a pass once the rest of it is fast. Each position is
 * summed for itself, so that bits do not depend on companions.
 */
final class CumulativeSum {
    private static final int BLOCK = 32;

    private final Network network;
    private final List<NodeProto> nodes = new ArrayList<>();

    CumulativeSum(Network network) {
        this.network = network;
    }

    void run() {
        for (NodeProto node : network.nodes()) {
            int codes = node.getOpType().equals("CumSum") ? codes(node.getOutput(0)) : 0;
            if (codes > BLOCK && codes % BLOCK == 0) {
                sum(node.getInput(0), node.getOutput(0), codes / BLOCK);
            } else {
                nodes.add(node);
            }
        }
        network.replace(nodes);
    }

    /** Length of the last axis, as the slice of the distribution's end tells it; 0 if nothing does. */
    private int codes(String cumulative) {
        return network.nodes().stream()
                .filter(node ->
                        node.getOpType().equals("Slice") && node.getInput(0).equals(cumulative))
                .map(node -> network.longs(node.getInput(2)))
                .filter(end -> end != null && end.length == 1)
                .mapToInt(end -> (int) end[0])
                .findFirst()
                .orElse(0);
    }

    /** (B, N, V) to (B, N, V). */
    private void sum(String values, String output, int blocks) {
        String name = output + ".blocks";
        String apart = add("Reshape", name, values, network.add(Tensors.longs(name + ".shape", 0, 0, blocks, BLOCK)));
        String within = add("MatMul", name + ".within", apart, triangle(name + ".ones", BLOCK, 0));
        String ends = add(
                "Slice",
                name + ".ends",
                within,
                network.add(Tensors.longs(name + ".last", BLOCK - 1)),
                network.add(Tensors.longs(name + ".length", BLOCK)),
                network.add(Tensors.longs(name + ".axis", 3)));
        String flat = add("Reshape", name + ".flat", ends, network.add(Tensors.longs(name + ".whole", 0, 0, blocks)));
        String before = add("MatMul", name + ".before", flat, triangle(name + ".earlier", blocks, 1));
        String beside =
                add("Reshape", name + ".beside", before, network.add(Tensors.longs(name + ".column", 0, 0, blocks, 1)));
        String all = add("Add", name + ".all", within, beside);
        add("Reshape", output, all, network.add(Tensors.longs(name + ".joined", 0, 0, (long) blocks * BLOCK)));
    }

    /** A square with ones where the row is at least {@code above} less than the column. */
    private String triangle(String name, int size, int above) {
        float[] ones = new float[size * size];
        for (int row = 0; row < size; row++) {
            for (int column = row + above; column < size; column++) {
                ones[row * size + column] = 1;
            }
        }
        return network.add(Tensors.floats(name, ones, size, size));
    }

    private String add(String op, String output, String... inputs) {
        nodes.add(Nodes.node(op, output, List.of(inputs)));
        return output;
    }
}
