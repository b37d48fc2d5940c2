package io.strait.engine;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * What follows from a job's finished grids, computed once and read at every step. Float tensors by name. Immutable.
 *
 * @param tensors as the runtime gave them
 */
record Given(Map<String, PassOutputs.Output> tensors) {
    /** Bytes of all of them. */
    long bytes() {
        return tensors.values().stream().mapToLong(PassOutputs.Output::bytes).sum();
    }

    /** Adds the inputs of a pass: row after row along the first axis. */
    static void write(List<Given> rows, PassInputs inputs) {
        for (String name : rows.get(0).tensors.keySet()) {
            long[] shape = rows.get(0).tensor(name).shape().clone();
            shape[0] *= rows.size();
            FloatBuffer to = inputs.floats(name, shape);
            rows.forEach(row -> to.put(row.tensor(name).floats()));
        }
    }

    private PassOutputs.Output tensor(String name) {
        PassOutputs.Output tensor = tensors.get(name);
        if (tensor == null) {
            throw new InferenceException("given: expected a tensor " + name + ", got " + tensors.keySet(), null);
        }
        return tensor;
    }
}
