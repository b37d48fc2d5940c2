package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.network.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyTrainingTest {
    private static final Preset PRESET = Preset.TINY;

    @TempDir
    private static Path folder = Path.of("");

    private static Path data = Path.of("");

    private final PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    @BeforeAll
    static void draw() throws IOException {
        torch.set_num_threads(1);
        data = SyntheticImages.write(folder.resolve("data"), 2 * PRESET.pixels(), 30);
    }

    private static PackedImages images() throws IOException {
        return PackedImages.open(ImageFolder.scan(data), folder.resolve("cache"), 2 * PRESET.pixels(), message -> {});
    }

    private static RunOptions options(String out, long steps, long stopAfter, boolean resume) {
        return new RunOptions(
                folder.resolve(out), steps, Duration.ZERO, stopAfter, 4, 1e-3, 5, resume, Duration.ofHours(1), true);
    }

    private void tokenizer(String out, long steps, long stopAfter, boolean resume) throws IOException {
        try (PackedImages images = images()) {
            TokenizerTraining.run(PRESET, options(out, steps, stopAfter, resume), images, quiet);
        }
    }

    private void transformer(Stage stage, String out, long steps, long stopAfter, boolean resume) throws IOException {
        try (PackedImages images = images()) {
            TransformerTraining.run(PRESET, stage, options(out, steps, stopAfter, resume), images, quiet);
        }
    }

    private static void assertSame(Path a, Path b) throws IOException {
        Checkpoint one = Checkpoint.load(a);
        Checkpoint other = Checkpoint.load(b);
        assertThat(one.arrays()).hasSameSizeAs(other.arrays());
        for (String name : one.arrays().keySet()) {
            assertThat(other.array(name)).as(name).containsExactly(one.array(name));
        }
    }

    private static double loss(Path csv, int row) throws IOException {
        return Double.parseDouble(Files.readAllLines(csv).get(row).split(",", -1)[2]);
    }

    @Test
    void everyStageTrainsResumesBitForBitAndLearns() throws IOException {
        // stopping at 70 of 80 is after the codebook has started and the images have become whole
        tokenizer("straight", 80, 80, false);
        tokenizer("broken", 80, 70, false);
        tokenizer("broken", 80, 80, true);
        assertSame(folder.resolve("straight/tokenizer.ckpt"), folder.resolve("broken/tokenizer.ckpt"));
        assertThat(loss(folder.resolve("straight/tokenizer.csv"), 3))
                .isLessThan(loss(folder.resolve("straight/tokenizer.csv"), 1));
        assertThat(folder.resolve("straight/tokenizer.png")).isNotEmptyFile();
        for (Stage stage : Stage.values()) {
            String kind = stage.name().toLowerCase(java.util.Locale.ROOT);
            transformer(stage, "straight", 20, 20, false);
            transformer(stage, "broken", 20, 10, false);
            transformer(stage, "broken", 20, 20, true);
            assertSame(folder.resolve("straight/" + kind + ".ckpt"), folder.resolve("broken/" + kind + ".ckpt"));
            assertThat(folder.resolve("straight/" + kind + ".png")).isNotEmptyFile();
            Path csv = folder.resolve("straight/" + kind + ".csv");
            List<String> rows = Files.readAllLines(csv);
            assertThat(loss(csv, rows.size() - 1)).as(kind).isLessThan(loss(csv, 1));
        }
        assertThatThrownBy(() -> transformerOfAnotherTokenizer())
                .hasMessageContaining("expected a checkpoint for tokenizer");
    }

    private void transformerOfAnotherTokenizer() throws IOException {
        tokenizer("other", 3, 3, false);
        Files.copy(folder.resolve("straight/top.ckpt"), folder.resolve("other/top.ckpt"));
        transformer(Stage.TOP, "other", 30, 30, true);
    }
}
