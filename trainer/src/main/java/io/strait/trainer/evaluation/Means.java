package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Means of named figures over images, in the order the names first came. */
final class Means {
    private final Map<String, double[]> sums = new LinkedHashMap<>();

    void add(String name, double value) {
        double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
        sum[0] += value;
        sum[1]++;
    }

    /** Nothing if there is no value for this image. */
    void add(String name, OptionalDouble value) {
        double[] sum = sums.computeIfAbsent(name, n -> new double[2]);
        value.ifPresent(v -> {
            sum[0] += v;
            sum[1]++;
        });
    }

    /** Appends all means; null for a name without values. */
    void write(ObjectNode into) {
        sums.forEach((name, sum) -> put(into, name, sum[0] / sum[1]));
    }

    /** Appends a figure rounded to what means something; null if it is no number. */
    static void put(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, Math.rint(value * 1e4) / 1e4);
        } else {
            into.putNull(name);
        }
    }
}
