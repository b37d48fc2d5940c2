package io.strait.trainer.onnx;

import io.strait.trainer.onnx.OnnxGraph.Attribute;
import io.strait.trainer.onnx.OnnxGraph.Element;
import java.util.List;

/**
 * Sampling inside a step graph: guidance, then an id by inverse cumulative distribution for every position. Axes: R
 * network rows, B jobs, N positions, V codes.
 */
final class Sampling {
    private final OnnxGraph graph;
    private final int codes;

    Sampling(OnnxGraph graph, int codes) {
        this.graph = graph;
        this.codes = codes;
    }

    /**
     * Adds the inputs {@code cond}, {@code uncond}, {@code scale}, {@code temperature}, {@code uniform} and the outputs
     * {@code id}, {@code logp}.
     *
     * @param logits (R, N, V)
     * @param tokens N
     */
    void add(OnnxValue logits, int tokens) {
        OnnxValue with = graph.node("Gather", logits, graph.input("cond", Element.INT32, "B"));
        OnnxValue without = graph.node("Gather", logits, graph.input("uncond", Element.INT32, "B"));
        OnnxValue scale = perJob(graph.input("scale", Element.FLOAT, "B"));
        OnnxValue temperature = perJob(graph.input("temperature", Element.FLOAT, "B"));
        OnnxValue uniform = graph.input("uniform", Element.FLOAT, "B", tokens);
        OnnxValue guided = graph.node("Add", with, graph.node("Mul", scale, graph.node("Sub", with, without)));
        OnnxValue id = sample(softmax("Softmax", graph.node("Div", guided, temperature)), uniform);
        OnnxValue chosen = graph.node(
                "GatherElements",
                softmax("LogSoftmax", guided),
                graph.cast(id, Element.INT64),
                Attribute.of("axis", -1));
        graph.output("id", graph.cast(squeeze(id), Element.INT32), Element.INT32, "B", tokens);
        graph.output("logp", squeeze(chosen), Element.FLOAT, "B", tokens);
    }

    /** How many entries of the cumulative distribution do not exceed u times its end, (B, N, 1), as float. */
    private OnnxValue sample(OnnxValue probabilities, OnnxValue uniform) {
        // Measured: 0.3 to 1.3 % of a pass, less than a tenth, so a two-level sum is not worth its nodes.
        OnnxValue cumulative = graph.node("CumSum", probabilities, graph.integers(2));
        OnnxValue end = graph.node(
                "Slice", List.of(cumulative, graph.integers(codes - 1), graph.integers(codes), graph.integers(-1)));
        OnnxValue threshold = graph.node("Mul", graph.node("Unsqueeze", uniform, graph.integers(2)), end);
        OnnxValue below = graph.cast(graph.node("LessOrEqual", cumulative, threshold), Element.FLOAT);
        OnnxValue count = graph.node("ReduceSum", below, graph.integers(-1), Attribute.of("keepdims", 1));
        return graph.node("Min", count, graph.scalar(codes - 1));
    }

    private OnnxValue softmax(String op, OnnxValue x) {
        return graph.node(op, x, Attribute.of("axis", -1));
    }

    private OnnxValue perJob(OnnxValue x) {
        return graph.node("Unsqueeze", x, graph.integers(1, 2));
    }

    private OnnxValue squeeze(OnnxValue x) {
        return graph.node("Squeeze", x, graph.integers(-1));
    }
}
