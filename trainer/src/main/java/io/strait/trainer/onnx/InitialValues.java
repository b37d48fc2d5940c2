package io.strait.trainer.onnx;

import io.strait.trainer.network.ParameterSpec;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Values of a parameter before any training, drawn on all processors. */
final class InitialValues {
    private static final int CHUNK = 1 << 15;

    private InitialValues() {}

    /** A new array; a function of the parameter's name, size and start, and of the seed. */
    static float[] of(ParameterSpec spec, long seed) {
        float[] out = new float[Math.toIntExact(spec.count())];
        double mean = spec.init().mean();
        double deviation = spec.init().deviation();
        long named = (seed << 32) ^ spec.name().hashCode();
        IntStream.range(0, (out.length + CHUNK - 1) / CHUNK).parallel().forEach(chunk -> {
            SplittableRandom random = new SplittableRandom(named * 0x9E3779B97F4A7C15L + chunk);
            int end = Math.min(out.length, (chunk + 1) * CHUNK);
            for (int i = chunk * CHUNK; i < end; i++) {
                out[i] = (float) (deviation == 0 ? mean : mean + deviation * random.nextGaussian());
            }
        });
        return out;
    }
}
