package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.ParameterSpec;
import io.strait.trainer.torch.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try")
class AdversaryTest {
    private static final int SIDE = 32;
    private static final AdversarialLoss LOSS = new AdversarialLoss(0.5, 0.9, 10);

    @TempDir
    private Path folder = Path.of("");

    private final PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    @BeforeAll
    static void oneThread() {
        torch.set_num_threads(1);
    }

    private static float[] noise(int images, double mean, long seed) {
        Random random = new Random(seed);
        float[] out = new float[images * 3 * SIDE * SIDE];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (mean + 0.3 * random.nextGaussian());
        }
        return out;
    }

    private static Tensor images(float[] values) {
        return Tensors.of(values, values.length / (3L * SIDE * SIDE), 3, SIDE, SIDE);
    }

    @Test
    void learnsToTellPicturesFromReconstructions() {
        Adversary adversary = new Adversary(LOSS, 4, 1);
        double first = 0;
        double last = 0;
        for (int i = 0; i < 60; i++) {
            try (PointerScope scope = new PointerScope()) {
                last = adversary.learn(images(noise(2, 0.4, i)), images(noise(2, -0.4, 1000 + i)), 2e-3);
                first = i == 0 ? last : first;
            }
        }
        assertThat(first).isCloseTo(2 * Math.log(2), within(0.8));
        assertThat(last).isLessThan(0.5 * first);
        try (PointerScope scope = new PointerScope()) {
            float pictures = adversary.deception(images(noise(2, 0.4, 7))).item_float();
            float others = adversary.deception(images(noise(2, -0.4, 8))).item_float();
            assertThat(pictures).isLessThan(others);
        }
    }

    /** R1 is the squared length of a gradient: as finite differences find it, and its own gradient moves the weights. */
    @Test
    void slopeIsThatOfFiniteDifferences() {
        Adversary adversary = new Adversary(new AdversarialLoss(1, 0, 0), 4, 3);
        float[] at = noise(1, 0, 5);
        try (PointerScope scope = new PointerScope()) {
            double slope = adversary.slope(images(at)).item_float();
            // along the gradient's own direction the rate of change is its length: here along random ones, on average
            Random random = new Random(11);
            double squares = 0;
            int directions = 400;
            double step = 1e-2;
            for (int k = 0; k < directions; k++) {
                float[] forward = at.clone();
                float[] back = at.clone();
                for (int i = 0; i < at.length; i++) {
                    float d = (float) (step * random.nextGaussian());
                    forward[i] += d;
                    back[i] -= d;
                }
                double rate = (meanLogit(adversary, forward) - meanLogit(adversary, back)) / (2 * step);
                squares += rate * rate;
            }
            assertThat(squares / directions).isCloseTo(slope, within(0.3 * slope));
        }
    }

    /** Of one image, out of log(1 + exp(-logit)): at untrained weights the logits hardly differ from place to place. */
    private static double meanLogit(Adversary adversary, float[] image) {
        double loss = adversary.deception(images(image)).item_float();
        return -Math.log(Math.exp(loss) - 1);
    }

    @Test
    void trainsTheDecoderAloneAndResumesBitForBit() throws IOException {
        int side = 2 * Preset.TINY.pixels();
        Path data = SyntheticImages.write(folder.resolve("data"), side, 30);
        try (PackedImages images = PackedImages.open(ImageFolder.scan(data), folder.resolve("cache"), side, m -> {})) {
            Checkpoint half = train(images, "half", 72, 65, false);
            Checkpoint straight = train(images, "straight", 72, 72, false);
            train(images, "broken", 72, 68, false);
            Checkpoint broken = train(images, "broken", 72, 72, true);

            straight.arrays()
                    .forEach((name, values) ->
                            assertThat(broken.array(name)).as(name).containsExactly(values));
            int at = 0;
            for (ParameterSpec spec : Declarations.tokenizer(Preset.TINY).parameters()) {
                int end = at + Math.toIntExact(spec.count());
                float[] before = Arrays.copyOfRange(half.array("weights"), at, end);
                float[] after = Arrays.copyOfRange(straight.array("weights"), at, end);
                if (spec.name().contains("decoder.")) {
                    assertThat(after).as(spec.name()).isNotEqualTo(before);
                } else {
                    assertThat(after).as(spec.name()).containsExactly(before);
                }
                at = end;
            }
            assertThat(straight.array("codebook")).containsExactly(half.array("codebook"));
        }
    }

    private Checkpoint train(PackedImages images, String out, long steps, long stopAfter, boolean resume)
            throws IOException {
        RunOptions options = new RunOptions(
                folder.resolve(out), steps, Duration.ZERO, stopAfter, 4, 1e-3, 5, resume, Duration.ofHours(1), true);
        TokenizerTraining.run(Preset.TINY, options, images, new FurtherLosses(null, LOSS), quiet);
        return Checkpoint.load(folder.resolve(out).resolve("tokenizer.ckpt"));
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatThrownBy(() -> new AdversarialLoss(0, 0.5, 10)).hasMessageContaining("adversarial weight: expected");
        assertThatThrownBy(() -> new AdversarialLoss(1, 1, 10)).hasMessageContaining("adversarial start: expected");
        assertThatThrownBy(() -> new AdversarialLoss(1, 0, -1)).hasMessageContaining("R1 weight: expected");
    }
}
