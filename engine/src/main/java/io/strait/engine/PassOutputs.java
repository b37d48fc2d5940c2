package io.strait.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Outputs of one pass, on the heap. */
final class PassOutputs {
    private final String file;
    private final Map<String, Output> outputs;

    PassOutputs(String file, Map<String, Output> outputs) {
        this.file = file;
        this.outputs = outputs;
    }

    /** An output's axes and its elements, row by row, in native byte order. */
    static final class Output {
        private final long[] shape;
        private final ByteBuffer data;

        Output(long[] shape, ByteBuffer data) {
            this.shape = shape;
            this.data = data;
        }

        /** Not to be changed. */
        long[] shape() {
            return shape;
        }

        FloatBuffer floats() {
            return data.duplicate().order(data.order()).asFloatBuffer();
        }

        long bytes() {
            return data.remaining();
        }
    }

    /** All of them, by name. */
    Map<String, Output> all() {
        return outputs;
    }

    /** An int32 output split along its first axis. */
    int[][] ints(String name, long... shape) {
        var data = output(name, Integer.BYTES, shape).asIntBuffer();
        int[][] rows = new int[(int) shape[0]][data.remaining() / (int) shape[0]];
        for (int[] row : rows) {
            data.get(row);
        }
        return rows;
    }

    /** A float32 output split along its first axis. */
    float[][] floats(String name, long... shape) {
        var data = output(name, Float.BYTES, shape).asFloatBuffer();
        float[][] rows = new float[(int) shape[0]][data.remaining() / (int) shape[0]];
        for (float[] row : rows) {
            data.get(row);
        }
        return rows;
    }

    /** A uint8 output split along its first axis. */
    byte[][] bytes(String name, long... shape) {
        ByteBuffer data = output(name, Byte.BYTES, shape);
        byte[][] rows = new byte[(int) shape[0]][data.remaining() / (int) shape[0]];
        for (byte[] row : rows) {
            data.get(row);
        }
        return rows;
    }

    private ByteBuffer output(String name, int elementBytes, long... shape) {
        @Nullable Output output = outputs.get(name);
        long bytes = elementBytes * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        if (output == null || !Arrays.equals(output.shape, shape) || output.data.remaining() != bytes) {
            String got = output == null ? "none" : Arrays.toString(output.shape);
            throw new InferenceException(
                    file + ": output " + name + ": expected shape " + Arrays.toString(shape) + ", got " + got, null);
        }
        return output.data.duplicate().order(output.data.order());
    }
}
