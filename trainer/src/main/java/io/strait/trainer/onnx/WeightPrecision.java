package io.strait.trainer.onnx;

/** What weights are rounded to before they are exported. Graphs compute in float32 either way. */
public enum WeightPrecision {
    /** As trained. */
    FLOAT32 {
        @Override
        float[] round(float[] values) {
            return values;
        }
    },
    /** To the nearest half, in all but small tensors: files of half the size. Values beyond 65504 are refused. */
    FLOAT16 {
        @Override
        float[] round(float[] values) {
            if (values.length < SMALLEST_ROUNDED) {
                return values;
            }
            float[] out = new float[values.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = HalfFloats.toFloat(HalfFloats.fromFloat(values[i]));
            }
            return out;
        }
    };

    /** Tensors with fewer values stay as they are. */
    static final int SMALLEST_ROUNDED = 1024;

    abstract float[] round(float[] values);
}
