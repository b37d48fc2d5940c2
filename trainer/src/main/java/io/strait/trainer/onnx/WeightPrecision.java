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
            return values.length < SMALLEST_ROUNDED ? values : HalfFloats.rounded(values);
        }
    };

    /** Tensors with fewer values stay as they are. */
    static final int SMALLEST_ROUNDED = 1024;

    abstract float[] round(float[] values);
}
