package io.strait.trainer.onnx;

import io.strait.trainer.network.ParameterSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Values of one network. Arrays may be shared, are not copied, and must not change. */
public final class Weights {
    private final List<ParameterSpec> specs;
    private final Map<String, Supplier<float[]>> parameters;
    private final Map<String, float[]> buffers;

    private Weights(
            List<ParameterSpec> specs, Map<String, Supplier<float[]>> parameters, Map<String, float[]> buffers) {
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
        Map<String, Supplier<float[]>> parameters = new HashMap<>();
        int at = 0;
        for (ParameterSpec spec : specs) {
            int end = at + Math.toIntExact(spec.count());
            float[] values = Arrays.copyOfRange(flat, at, end);
            parameters.put(spec.name(), () -> values);
            at = end;
        }
        return new Weights(specs, parameters, buffers);
    }

    /**
     * Values before any training, each parameter's drawn anew whenever it is asked for and not kept: those of the
     * largest preset take 3.7 GB. The same seed gives the same.
     *
     * @param buffers state outside the gradient
     */
    public static Weights drawn(List<ParameterSpec> specs, long seed, Map<String, float[]> buffers) {
        Map<String, Supplier<float[]>> parameters = new HashMap<>();
        specs.forEach(spec -> parameters.put(spec.name(), () -> InitialValues.of(spec, seed)));
        return new Weights(specs, parameters, buffers);
    }

    /** What an export of that precision computes with. */
    public Weights rounded(WeightPrecision precision) {
        Map<String, Supplier<float[]>> rounded = new HashMap<>();
        parameters.forEach((name, values) -> rounded.put(name, () -> precision.round(values.get())));
        Map<String, float[]> state = new HashMap<>();
        buffers.forEach((name, values) -> state.put(name, precision.round(values)));
        return new Weights(specs, rounded, state);
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
        Supplier<float[]> parameter = parameters.get(name);
        if (parameter == null && !buffers.containsKey(name)) {
            throw new IllegalArgumentException(
                    "weights: expected a parameter " + name + ", got " + parameters.size() + " others");
        }
        return parameter != null ? parameter.get() : Objects.requireNonNull(buffers.get(name));
    }
}
