package io.strait.trainer.onnx;

import java.util.stream.IntStream;

/** IEEE 754 binary16, which Java has only from version 20 on. Many values at a time are converted on all processors. */
final class HalfFloats {
    private static final float LARGEST = 65504;
    private static final float SMALLEST_NORMAL = 0x1p-14f;
    private static final int CHUNK = 1 << 15;

    private HalfFloats() {}

    /** Whether every value is a half. */
    static boolean exact(float[] values) {
        return chunks(values.length).allMatch(chunk -> {
            for (int i = chunk * CHUNK; i < end(chunk, values.length); i++) {
                if (!(Math.abs(values[i]) <= LARGEST) || toFloat(fromFloat(values[i])) != values[i]) {
                    return false;
                }
            }
            return true;
        });
    }

    /** The nearest halves, as floats. */
    static float[] rounded(float[] values) {
        float[] out = new float[values.length];
        chunks(values.length).forEach(chunk -> {
            for (int i = chunk * CHUNK; i < end(chunk, values.length); i++) {
                out[i] = toFloat(fromFloat(values[i]));
            }
        });
        return out;
    }

    /** Bits of the nearest halves, low byte first. */
    static byte[] littleEndian(float[] values) {
        byte[] out = new byte[2 * values.length];
        chunks(values.length).forEach(chunk -> {
            for (int i = chunk * CHUNK; i < end(chunk, values.length); i++) {
                short half = fromFloat(values[i]);
                out[2 * i] = (byte) half;
                out[2 * i + 1] = (byte) (half >> 8);
            }
        });
        return out;
    }

    private static IntStream chunks(int length) {
        return IntStream.range(0, (length + CHUNK - 1) / CHUNK).parallel();
    }

    private static int end(int chunk, int length) {
        return Math.min(length, (chunk + 1) * CHUNK);
    }

    /**
     * Bits of the nearest half, ties to even.
     *
     * @throws IllegalArgumentException if the value is NaN or rounds beyond 65504
     */
    static short fromFloat(float value) {
        float magnitude = Math.abs(value);
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        if (!(magnitude < LARGEST + 16)) {
            throw new IllegalArgumentException("weight: expected at most 65504, got " + value);
        }
        if (magnitude < SMALLEST_NORMAL) {
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
        }
        int bits = Float.floatToRawIntBits(magnitude);
        int rounded = bits + 0xfff + ((bits >>> 13) & 1);
        return (short) (sign | ((rounded - (112 << 23)) >>> 13));
    }

    static float toFloat(short half) {
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude =
                exponent == 0 ? fraction * 0x1p-24f : Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        return half < 0 ? -magnitude : magnitude;
    }
}
