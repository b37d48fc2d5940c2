package io.strait.trainer.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.strait.trainer.network.ParameterSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads weights back out of the graphs that were made of them. A graph is built again with numbered values in place of weights: where a number
 * turns up, there lies that value in the stored graph. Values that a graph holds only added to others (the parts of a label) cannot be told
 * apart: the first gets the sum, the others are zero, which is the same network.
 */
public final class StoredWeights {
    /** Numbers up to this are exact in float32. */
    private static final int NUMBERS = 1 << 24;

    private final List<ParameterSpec> specs;
    private final List<ParameterSpec> all;
    private final int[] starts;
    private final float[] values;
    private final boolean[] known;

    /**
     * For one network.
     *
     * @param specs its parameters in order
     * @param buffers its state outside the gradient, as if it were parameters
     */
    public StoredWeights(List<ParameterSpec> specs, List<ParameterSpec> buffers) {
        this.specs = List.copyOf(specs);
        this.all = Stream.concat(specs.stream(), buffers.stream()).toList();
        starts = new int[all.size() + 1];
        for (int i = 0; i < all.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], Math.toIntExact(all.get(i).count()));
        }
        values = new float[starts[all.size()]];
        known = new boolean[values.length];
    }

    /**
     * Takes the values that a graph holds.
     *
     * @param model the stored graph
     * @param build makes such a graph from weights
     * @throws IllegalArgumentException if it is no ONNX model, or one of another network
     */
    public void read(byte[] model, Build build) {
        Map<String, float[]> stored = initializers(model);
        Map<String, float[]> ones = initializers(build.model(filled(1)).bytes());
        Map<String, float[]> twos = initializers(build.model(filled(2)).bytes());
        ones.forEach((name, array) -> {
            float[] found = stored.get(name);
            if (found == null || found.length != array.length) {
                throw new IllegalArgumentException("graph: expected a tensor " + name + " of " + array.length
                        + " values, got " + (found == null ? "none" : found.length));
            }
        });
        Set<String> sums = new HashSet<>();
        for (int from = 0; from < values.length; from += NUMBERS) {
            int start = from;
            initializers(build.model(numbered(from, Math.min(values.length, from + NUMBERS)))
                            .bytes())
                    .forEach((name, at) -> {
                        float[] once = ones.getOrDefault(name, at);
                        float[] twice = twos.getOrDefault(name, at);
                        for (int i = 0; i < at.length; i++) {
                            // how much twice the weights add is how many weights are in there
                            float terms = twice[i] - once[i];
                            if (terms > 1) {
                                sums.add(name);
                            } else if (terms == 1 && at[i] > 0) {
                                set(start + (int) at[i] - 1, stored.getOrDefault(name, at)[i]);
                            }
                        }
                    });
        }
        shareOut(sums, stored, build);
    }

    private void shareOut(Set<String> sums, Map<String, float[]> stored, Build build) {
        Map<String, float[]> left = new HashMap<>();
        sums.forEach(
                name -> left.put(name, stored.getOrDefault(name, new float[0]).clone()));
        for (int i = 0; i < all.size() && !sums.isEmpty(); i++) {
            int start = starts[i];
            if (allKnown(i)) {
                continue;
            }
            Map<String, float[]> numbers =
                    initializers(build.model(numbered(start, starts[i + 1])).bytes());
            left.forEach((name, rest) -> {
                float[] at = numbers.getOrDefault(name, rest);
                for (int k = 0; k < rest.length; k++) {
                    if (at[k] > 0) {
                        set(start + (int) at[k] - 1, rest[k]);
                        rest[k] = 0;
                    }
                }
            });
        }
    }

    private boolean allKnown(int entry) {
        for (int i = starts[entry]; i < starts[entry + 1]; i++) {
            if (!known[i]) {
                return false;
            }
        }
        return true;
    }

    private void set(int index, float value) {
        if (!known[index]) {
            values[index] = value;
            known[index] = true;
        }
    }

    /**
     * All that was read.
     *
     * @throws IllegalArgumentException if a value was in none of the graphs, naming its parameter
     */
    public Weights weights() {
        for (int i = 0; i < all.size(); i++) {
            if (!allKnown(i)) {
                throw new IllegalArgumentException(all.get(i).name() + ": expected its values in the graphs, got none");
            }
        }
        return weights(values);
    }

    private Weights weights(float[] source) {
        Map<String, float[]> buffers = new HashMap<>();
        for (int i = specs.size(); i < all.size(); i++) {
            buffers.put(all.get(i).name(), Arrays.copyOfRange(source, starts[i], starts[i + 1]));
        }
        return Weights.of(specs, Arrays.copyOf(source, starts[specs.size()]), buffers);
    }

    private Weights filled(float value) {
        float[] out = new float[values.length];
        Arrays.fill(out, value);
        return weights(out);
    }

    /** From 1 on in that range, zero elsewhere. */
    private Weights numbered(int from, int to) {
        float[] out = new float[values.length];
        for (int i = from; i < to; i++) {
            out[i] = i - from + 1;
        }
        return weights(out);
    }

    /** Floating-point constants of a graph by name, widened. */
    private static Map<String, float[]> initializers(byte[] model) {
        GraphProto graph;
        try {
            graph = ModelProto.parseFrom(model).getGraph();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("graph: expected an ONNX model, got something else", e);
        }
        Map<String, float[]> out = new HashMap<>();
        for (TensorProto tensor : graph.getInitializerList()) {
            ByteBuffer raw = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            if (tensor.getDataType() == TensorProto.DataType.FLOAT.getNumber()) {
                float[] values = new float[raw.remaining() / Float.BYTES];
                raw.asFloatBuffer().get(values);
                out.put(tensor.getName(), values);
            } else if (tensor.getDataType() == TensorProto.DataType.FLOAT16.getNumber()) {
                float[] values = new float[raw.remaining() / Short.BYTES];
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfFloats.toFloat(raw.getShort());
                }
                out.put(OnnxGraph.widened(tensor.getName()), values);
            }
        }
        return out;
    }

    /** Makes a graph from weights. */
    @FunctionalInterface
    public interface Build {
        /** The model. */
        OnnxModel model(Weights weights);
    }
}
