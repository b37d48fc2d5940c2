package io.strait.engine.graph;

import java.util.stream.LongStream;

/** A constant of a graph, row-major. The array is not copied: do not write to it. */
final class Matrix {
    private final float[] values;
    private final long[] shape;

    Matrix(float[] values, long[] shape) {
        this.values = values;
        this.shape = shape;
    }

    float[] values() {
        return values;
    }

    int rank() {
        return shape.length;
    }

    int dim(int axis) {
        return Math.toIntExact(shape[axis]);
    }

    static int count(LongStream shape) {
        return Math.toIntExact(shape.reduce(1, (a, b) -> a * b));
    }
}
