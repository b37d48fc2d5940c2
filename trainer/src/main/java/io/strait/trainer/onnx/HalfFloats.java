package io.strait.trainer.onnx;

/** IEEE 754 binary16, which Java has only from version 20 on. */
final class HalfFloats {
    private static final float LARGEST = 65504;
    private static final float SMALLEST_NORMAL = 0x1p-14f;

    private HalfFloats() {}

    /** Whether every value is a half. */
    static boolean exact(float[] values) {
        for (float value : values) {
            if (!(Math.abs(value) <= LARGEST) || toFloat(fromFloat(value)) != value) {
                return false;
            }
        }
        return true;
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
