package io.strait.trainer.onnx;

/** A value in a graph under construction. */
public sealed interface OnnxValue {
    /** Output of a node, or an input of the graph. */
    record Wire(String name) implements OnnxValue {}

    /** Known while the graph is built: folded where possible, else an initializer from its first use on. */
    final class Constant implements OnnxValue {
        private final String name;
        private final long[] shape;
        private final float[] values;

        /** Takes over the arrays; a name stands for the same values throughout a graph. */
        Constant(String name, float[] values, long... shape) {
            long count = 1;
            for (long d : shape) {
                count *= d;
            }
            if (values.length != count) {
                throw new IllegalArgumentException(name + ": expected " + count + " values, got " + values.length);
            }
            this.name = name;
            this.shape = shape;
            this.values = values;
        }

        String name() {
            return name;
        }

        /** Not copied. */
        long[] shape() {
            return shape;
        }

        /** Row-major, not copied. */
        float[] values() {
            return values;
        }
    }

    /** Integers known while the graph is built. */
    final class Indices implements OnnxValue {
        private final int[] values;

        Indices(int... values) {
            this.values = values.clone();
        }

        /** Not copied. */
        int[] values() {
            return values;
        }
    }
}
