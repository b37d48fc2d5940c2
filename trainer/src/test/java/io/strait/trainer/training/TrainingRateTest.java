package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.network.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRateTest {
    private static final PrintStream QUIET = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void measuresEveryNetwork() throws IOException {
        TrainingRate.useThreads(1);
        int side = 2 * Preset.TINY.pixels();
        Path data = SyntheticImages.write(folder.resolve("data"), side, 30);
        RunOptions options = new RunOptions(
                folder.resolve("out"), 100, Duration.ZERO, 1, 4, 1e-3, 5, false, Duration.ofHours(1), true);
        try (PackedImages images = PackedImages.open(ImageFolder.scan(data), folder.resolve("cache"), side, m -> {})) {
            check(TrainingRate.measure(Preset.TINY, null, options, images, 1, 3), "tokenizer");
            TokenizerTraining.run(Preset.TINY, options, images, QUIET);
            check(TrainingRate.measure(Preset.TINY, Stage.UPSAMPLER, options, images, 1, 3), "upsampler");
        }
        assertThat(TrainingRate.matrixProduct(false)).isPositive();
    }

    private static void check(TrainingRate rate, String network) {
        assertThat(rate.network()).isEqualTo(network);
        assertThat(rate.samplesPerSecond()).isPositive();
        assertThat(rate.gflops()).isPositive();
        assertThat(rate.dataShare()).isBetween(0.0, 1.0);
        assertThat(rate.residentMibibytesAtFirst()).isPositive();
    }
}
