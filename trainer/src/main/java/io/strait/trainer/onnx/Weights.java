package io.strait.trainer.onnx;

import io.strait.trainer.network.ParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trained values of one network. Arrays are shared, not copied, and must not change. */
public final class Weights {
    private final List<ParameterSpec> specs;
    private final Map<String, float[]> parameters;
    private final Map<String, float[]> buffers;

    private Weights(List<ParameterSpec> specs, Map<String, float[]> parameters, Map<String, float[]> buffers) {
        this.specs = List.copyOf(specs);
        this.parameters = Map.copyOf(parameters);
        this.buffers = Map.copyOf(buffers);
    }

    /**
     * Cuts a flat array into parameters.
     *
     * @param specs parameters in order
     * @param flat their values, one after the other
     * @param buffers state outside the gradient
     */
    public static Weights of(List<ParameterSpec> specs, float[] flat, Map<String, float[]> buffers) {
        long expected = specs.stream().mapToLong(ParameterSpec::count).sum();
        if (flat.length != expected) {
            throw new IllegalArgumentException("weights: expected " + expected + " values, got " + flat.length);
        }
        Map<String, float[]> parameters = new HashMap<>();
        int at = 0;
        for (ParameterSpec spec : specs) {
            int end = at + Math.toIntExact(spec.count());
            parameters.put(spec.name(), Arrays.copyOfRange(flat, at, end));
            at = end;
        }
        return new Weights(specs, parameters, buffers);
    }

    /** What an export of that precision computes with. */
    public Weights rounded(WeightPrecision precision) {
        return new Weights(specs, rounded(parameters, precision), rounded(buffers, precision));
    }

    private static Map<String, float[]> rounded(Map<String, float[]> values, WeightPrecision precision) {
        Map<String, float[]> out = new HashMap<>();
        values.forEach((name, array) -> out.put(name, precision.round(array)));
        return out;
    }

    /** Parameters in order. */
    public List<ParameterSpec> specs() {
        return specs;
    }

    /** All parameters, one after the other. */
    public float[] flat() {
        float[] out = new float
                [Math.toIntExact(specs.stream().mapToLong(ParameterSpec::count).sum())];
        int at = 0;
        for (ParameterSpec spec : specs) {
            float[] from = values(spec.name());
            System.arraycopy(from, 0, out, at, from.length);
            at += from.length;
        }
        return out;
    }

    /** State outside the gradient, by name. */
    public Map<String, float[]> buffers() {
        return buffers;
    }

    /**
     * One parameter or buffer.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    float[] values(String name) {
        float[] found = parameters.getOrDefault(name, buffers.get(name));
        if (found == null) {
            throw new IllegalArgumentException(
                    "weights: expected a parameter " + name + ", got " + parameters.size() + " others");
        }
        return found;
    }
}
