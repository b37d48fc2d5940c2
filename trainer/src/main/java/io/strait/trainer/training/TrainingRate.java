package io.strait.trainer.training;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * How fast one network trains on this machine.
 *
 * @param network {@code tokenizer} or a stage
 * @param bfloat16 whether it computed in bfloat16 rather than float32
 * @param batch samples a step
 * @param steps steps measured, after some that warm up
 * @param stepMillis median time of a step
 * @param samplesPerSecond batch over that time
 * @param gflops forward and backward counted as three times the forward pass's products and convolutions, 10^9 operations a second
 * @param dataShare share of the time spent on reading and drawing samples
 * @param residentMibibytesAtFirst memory of the process when the measuring begins
 * @param residentMibibytesAtLast and when it ends
 */
public record TrainingRate(
        String network,
        boolean bfloat16,
        int batch,
        int steps,
        double stepMillis,
        double samplesPerSecond,
        double gflops,
        double dataShare,
        long residentMibibytesAtFirst,
        long residentMibibytesAtLast) {
    private static final int FORWARD_AND_BACKWARD = 3;
    private static final int MATRIX = 2048;
    private static final int PRODUCTS = 9;

    /**
     * Trains some steps and forgets them. For a transformer the folder of the options must hold a tokenizer's checkpoint.
     *
     * @param stage null for the tokenizer
     * @param warmUp steps before measuring, at least 1
     */
    public static TrainingRate measure(
            Preset preset, @Nullable Stage stage, RunOptions options, PackedImages images, int warmUp, int steps)
            throws IOException {
        PrintStream silent = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Measured trainee = stage == null
                ? new TokenizerTraining(preset, options, images, FurtherLosses.NONE)
                : new TransformerTraining(preset, stage, options, Regularization.USUAL, images, silent);
        for (int i = 0; i < warmUp; i++) {
            trainee.step(i, options.steps(), options.rate());
        }
        long resident = Pointer.physicalBytes() >> 20;
        long loading = trainee.loadingNanos();
        double[] millis = new double[steps];
        for (int i = 0; i < steps; i++) {
            long start = System.nanoTime();
            trainee.step(warmUp + (long) i, options.steps(), options.rate());
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double all = Arrays.stream(millis).sum();
        double median = median(millis);
        return new TrainingRate(
                stage == null ? "tokenizer" : stage.name().toLowerCase(Locale.ROOT),
                options.bfloat16(),
                options.batch(),
                steps,
                median,
                1000.0 * options.batch() / median,
                2.0 * FORWARD_AND_BACKWARD * trainee.multiplyAdds() / median / 1e6,
                (trainee.loadingNanos() - loading) / 1e6 / all,
                resident,
                Pointer.physicalBytes() >> 20);
    }

    /** Where networks train: {@code cpu} or {@code cuda}. */
    public static String device() {
        return Tensors.device();
    }

    /** Sets how many threads libtorch computes with, in all of the process. */
    public static void useThreads(int threads) {
        torch.set_num_threads(threads);
    }

    /** The machine's limit: rate of a large matrix product, 10^9 operations a second, median of several. */
    @SuppressWarnings("try")
    public static double matrixProduct(boolean bfloat16) {
        double[] millis = new double[PRODUCTS];
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            ScalarType type = bfloat16 ? ScalarType.BFloat16 : ScalarType.Float;
            float[] values = new float[MATRIX * MATRIX];
            Arrays.fill(values, 0.5f);
            Tensor a = Tensors.of(values, MATRIX, MATRIX).to(type);
            Tensor b = a.clone();
            Tensor out = a.matmul(b);
            for (int i = 0; i < PRODUCTS; i++) {
                long start = System.nanoTime();
                torch.matmul_out(out, a, b);
                // waits for a device that computes by itself
                Tensors.floats(out.narrow(0, 0, 1).narrow(1, 0, 1));
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        return 2.0 * MATRIX * MATRIX * MATRIX / median(millis) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
