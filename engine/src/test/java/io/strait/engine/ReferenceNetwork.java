package io.strait.engine;

import static io.strait.engine.OnnxGraph.FLOAT;
import static io.strait.engine.OnnxGraph.INT32;
import static io.strait.engine.OnnxGraph.INT64;
import static io.strait.engine.OnnxGraph.integer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A step network small enough to be written twice: as a graph, and in plain Java.
 *
 * <p>logits[n] = (embedding[id[n]] + position[n] + class[label] + Σ mean of the embeddings of each condition) · head
 */
final class ReferenceNetwork {
    static final int CODES = 8;
    static final int LABELS = 3;
    private static final int WIDTH = 16;

    private final int tokens;
    private final Map<String, Integer> conditions;
    private final float[] embedding;
    private final float[] position;
    private final float[] classes;
    private final float[] head;

    ReferenceNetwork(long seed, int tokens, Map<String, Integer> conditions) {
        Random random = new Random(seed);
        this.tokens = tokens;
        this.conditions = conditions;
        this.embedding = values(random, (CODES + 1) * WIDTH);
        this.position = values(random, tokens * WIDTH);
        this.classes = values(random, (LABELS + 1) * WIDTH);
        this.head = values(random, WIDTH * CODES);
    }

    byte[] graph() {
        OnnxGraph g = new OnnxGraph()
                .input("ids", INT32, "R", tokens)
                .input("labels", INT32, "R")
                .input("cond", INT32, "B")
                .input("uncond", INT32, "B")
                .input("scale", FLOAT, "B")
                .input("temperature", FLOAT, "B")
                .input("uniform", FLOAT, "B", tokens)
                .output("id", INT32, "B", tokens)
                .output("logp", FLOAT, "B", tokens);
        g.floats("E", embedding, CODES + 1, WIDTH);
        g.floats("P", position, 1, tokens, WIDTH);
        g.floats("C", classes, LABELS + 1, WIDTH);
        g.floats("W", head, WIDTH, CODES);
        g.longs("axis1", 1);
        g.longs("axis2", 2);
        g.longs("axes12", 1, 2);
        g.longs("last", CODES - 1);
        g.floats("largest", new float[] {CODES - 1}, 1);
        String hidden = g.node("Add", "placed", g.node("Gather", "embedded", "E", "ids"), "P");
        hidden = g.node(
                "Add", "classed", hidden, g.node("Unsqueeze", "class", g.node("Gather", "c", "C", "labels"), "axis1"));
        for (Map.Entry<String, Integer> condition : conditions.entrySet()) {
            String name = condition.getKey();
            g.input(name, INT32, "R", condition.getValue());
            // Not ReduceMean: over this axis ONNX Runtime adds in another order for one row than for several.
            float[] shares = new float[condition.getValue()];
            Arrays.fill(shares, 1f / shares.length);
            String mean = g.node(
                    "MatMul",
                    name + "Mean",
                    g.floats(name + "Shares", shares, 1, shares.length),
                    g.node("Gather", name + "Embedded", "E", name));
            hidden = g.node("Add", name + "Added", hidden, mean);
        }
        g.node("MatMul", "logits", hidden, "W");
        g.node("Gather", "with", "logits", "cond");
        g.node("Gather", "without", "logits", "uncond");
        g.node("Unsqueeze", "w", "scale", "axes12");
        g.node("Add", "guided", "with", g.node("Mul", "push", "w", g.node("Sub", "difference", "with", "without")));
        g.node("Div", "tempered", "guided", g.node("Unsqueeze", "t", "temperature", "axes12"));
        g.node("Softmax", "p", List.of(integer("axis", -1)), "tempered");
        g.node("CumSum", "sums", "p", "axis2");
        g.node("Gather", "total", List.of(integer("axis", 2)), "sums", "last");
        g.node("Mul", "threshold", g.node("Unsqueeze", "u", "uniform", "axis2"), "total");
        g.cast("below", g.node("Less", "isBelow", "sums", "threshold"), FLOAT);
        g.node("Min", "clamped", g.node("ReduceSum", "count", "below", "axis2"), "largest");
        g.cast("index", "clamped", INT64);
        g.node("LogSoftmax", "logps", List.of(integer("axis", -1)), "guided");
        g.node("GatherElements", "picked", List.of(integer("axis", 2)), "logps", "index");
        g.node("Squeeze", "logp", "picked", "axis2");
        g.cast("id", g.node("Squeeze", "flat", "index", "axis2"), INT32);
        return g.bytes();
    }

    /** Log-probabilities of every code at a position: of the guided logits divided by a temperature. */
    double[] logProbabilities(
            int[] ids, int label, Map<String, int[]> given, int token, double scale, double temperature) {
        double[] with = logits(ids, label, given, token);
        double[] without = logits(ids, LABELS, given, token);
        double[] guided = new double[CODES];
        for (int code = 0; code < CODES; code++) {
            guided[code] = (with[code] + scale * (with[code] - without[code])) / temperature;
        }
        double sum = Math.log(Arrays.stream(guided).map(Math::exp).sum());
        return Arrays.stream(guided).map(v -> v - sum).toArray();
    }

    private double[] logits(int[] ids, int label, Map<String, int[]> given, int token) {
        double[] logits = new double[CODES];
        for (int d = 0; d < WIDTH; d++) {
            double hidden =
                    embedding[ids[token] * WIDTH + d] + position[token * WIDTH + d] + classes[label * WIDTH + d];
            for (int[] condition : given.values()) {
                double sum = 0;
                for (int id : condition) {
                    sum += embedding[id * WIDTH + d];
                }
                hidden += sum / condition.length;
            }
            for (int code = 0; code < CODES; code++) {
                logits[code] += hidden * head[d * CODES + code];
            }
        }
        return logits;
    }

    private static float[] values(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * 0.6f;
        }
        return values;
    }
}
