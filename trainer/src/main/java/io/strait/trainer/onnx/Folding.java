package io.strait.trainer.onnx;

import io.strait.trainer.onnx.OnnxValue.Constant;
import java.util.Arrays;

/** Operations on constants, done while the graph is built: what is known then is not computed again in every pass. */
final class Folding {
    private Folding() {}

    /** Sum of two of the same shape. */
    static Constant add(Constant a, Constant b) {
        float[] out = a.values().clone();
        for (int i = 0; i < out.length; i++) {
            out[i] += b.values()[i];
        }
        return new Constant("(" + a.name() + " + " + b.name() + ")", out, a.shape());
    }

    /** Rows of a matrix. */
    static Constant rows(Constant table, int[] rows) {
        int width = Math.toIntExact(table.shape()[1]);
        float[] out = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(table.values(), rows[i] * width, out, i * width, width);
        }
        return new Constant(table.name() + "[" + Arrays.toString(rows) + "]", out, rows.length, width);
    }

    /** Leading entries of the first axis. */
    static Constant slice(Constant x, long from, long to) {
        int width = Math.toIntExact(x.values().length / x.shape()[0]);
        float[] out = Arrays.copyOfRange(x.values(), (int) from * width, (int) to * width);
        long[] shape = x.shape().clone();
        shape[0] = to - from;
        return new Constant(x.name() + "[" + from + ":" + to + "]", out, shape);
    }

    /** Other dimensions, one of which may be -1. */
    static Constant reshape(Constant x, long[] dims) {
        long[] shape = dims.clone();
        long known = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == 0 ? x.shape()[i] : shape[i];
            known *= shape[i] == -1 ? 1 : shape[i];
        }
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == -1 ? x.values().length / known : shape[i];
        }
        return new Constant(x.name() + Arrays.toString(shape), x.values(), shape);
    }

    /** Transposed matrix. */
    static Constant transpose(Constant x) {
        int rows = Math.toIntExact(x.shape()[0]);
        int columns = Math.toIntExact(x.shape()[1]);
        float[] out = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out[c * rows + r] = x.values()[r * columns + c];
            }
        }
        return new Constant(x.name() + "'", out, columns, rows);
    }
}
