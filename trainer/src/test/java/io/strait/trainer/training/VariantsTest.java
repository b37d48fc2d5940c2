package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.data.TokenSet;
import io.strait.trainer.network.Stage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of tokenizers the paper compares, and the transformers on their tokens. */
class VariantsTest {
    @TempDir
    private static Path folder = Path.of("");

    private final PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    @BeforeAll
    static void draw() throws IOException {
        torch.set_num_threads(1);
        SyntheticImages.write(folder.resolve("data"), 2 * Preset.TINY.pixels(), 30);
    }

    private PackedImages images() throws IOException {
        ImageFolder data = ImageFolder.scan(folder.resolve("data"));
        return PackedImages.open(data, folder.resolve("cache"), 2 * Preset.TINY.pixels(), message -> {});
    }

    private RunOptions options(Path out, long steps) {
        return new RunOptions(out, steps, Duration.ZERO, steps, 4, 2e-3, 5, false, Duration.ofHours(1), true);
    }

    private static double column(Path csv, int row, int column) throws IOException {
        List<String> rows = Files.readAllLines(csv);
        return Double.parseDouble(rows.get(row < 0 ? rows.size() + row : row).split(",", -1)[column]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny-c", "tiny-separate", "tiny-cascade", "tiny-f16", "tiny-f8"})
    void everyFormTrainsAndSoDoTransformersOnItsTokens(String name) throws IOException {
        Preset preset = Preset.named(name);
        Path out = folder.resolve(name);
        try (PackedImages images = images()) {
            TokenizerTraining.run(preset, options(out, 75), images, quiet);
            for (Stage stage : Stage.of(preset)) {
                if (stage != Stage.UPSAMPLER) {
                    TransformerTraining.run(preset, stage, options(out, 10), images, quiet);
                }
            }
        }
        assertThat(column(out.resolve("tokenizer.csv"), -1, 2)).isLessThan(column(out.resolve("tokenizer.csv"), 1, 2));
        assertThat(column(out.resolve("top.csv"), -1, 2)).isLessThan(column(out.resolve("top.csv"), 1, 2));
        assertThat(out.resolve("tokenizer.png")).isNotEmptyFile();
        assertThat(out.resolve("top.png")).isNotEmptyFile();
        TokenSet tokens = TokenSet.load(out.resolve("cache/views.bin"));
        if (preset.tokenizer().form().hasTop()) {
            assertThat(tokens.grid(TokenSet.Kind.TOP, 0, 0)).hasSize(16);
        }
        if (preset.tokenizer().form().hasBottom()) {
            int own = preset.tokenizer().codesOfBottom();
            assertThat(tokens.grid(TokenSet.Kind.BOTTOM, 0, 0)).hasSize(64);
            assertThat(LongStream.of(tokens.grid(TokenSet.Kind.BOTTOM, 0, 0))
                            .max()
                            .orElseThrow())
                    .isLessThan(own);
        }
    }

    @Test
    void regularizedTrainingLearnsAndResumesBitExactly() throws IOException {
        Preset preset = Preset.TINY;
        Regularization strong = new Regularization(0.2, 0.1, 0.3);
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        try (PackedImages images = images()) {
            TokenizerTraining.run(preset, options(whole, 70), images, quiet);
            Files.createDirectories(parts);
            Files.copy(whole.resolve("tokenizer.ckpt"), parts.resolve("tokenizer.ckpt"));
            TransformerTraining.run(preset, Stage.BOTTOM, options(whole, 20), strong, images, quiet);
            TransformerTraining.run(preset, Stage.BOTTOM, sitting(parts, 10, false), strong, images, quiet);
            TransformerTraining.run(preset, Stage.BOTTOM, sitting(parts, 20, true), strong, images, quiet);
            Path plain = folder.resolve("plain");
            Files.createDirectories(plain);
            Files.copy(whole.resolve("tokenizer.ckpt"), plain.resolve("tokenizer.ckpt"));
            TransformerTraining.run(preset, Stage.BOTTOM, options(plain, 20), images, quiet);
        }
        float[] unbroken = weights(whole);
        assertThat(weights(parts)).isEqualTo(unbroken);
        assertThat(weights(folder.resolve("plain")))
                .as("without regularization")
                .isNotEqualTo(unbroken);
        assertThat(column(whole.resolve("bottom.csv"), -1, 2)).isLessThan(column(whole.resolve("bottom.csv"), 1, 2));
    }

    @Test
    void theTrainedTopMayDrawWhatTheBottomIsGiven() throws IOException {
        Preset preset = Preset.TINY;
        Regularization drawn = Regularization.USUAL.replacing(0.5, ConditionNoise.TOP);
        Path whole = folder.resolve("drawn");
        Path parts = folder.resolve("drawn-parts");
        try (PackedImages images = images()) {
            TokenizerTraining.run(preset, options(whole, 65), images, quiet);
            assertThatThrownBy(() ->
                            TransformerTraining.run(preset, Stage.BOTTOM, options(whole, 4), drawn, images, quiet))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("top.ckpt");
            TransformerTraining.run(preset, Stage.TOP, options(whole, 3), images, quiet);
            Files.createDirectories(parts);
            for (String file : List.of("tokenizer.ckpt", "top.ckpt")) {
                Files.copy(whole.resolve(file), parts.resolve(file));
            }
            TransformerTraining.run(preset, Stage.BOTTOM, options(whole, 20), drawn, images, quiet);
            TransformerTraining.run(preset, Stage.BOTTOM, sitting(parts, 10, false), drawn, images, quiet);
            TransformerTraining.run(preset, Stage.BOTTOM, sitting(parts, 20, true), drawn, images, quiet);
            assertThatThrownBy(() ->
                            TransformerTraining.run(preset, Stage.UPSAMPLER, options(whole, 4), drawn, images, quiet))
                    .hasMessage("conditional augmentation by the top: expected the bottom, got the upsampler");
        }
        assertThat(weights(parts)).isEqualTo(weights(whole));
    }

    private RunOptions sitting(Path out, long stopAfter, boolean resume) {
        return new RunOptions(out, 20, Duration.ZERO, stopAfter, 4, 2e-3, 5, resume, Duration.ofHours(1), true);
    }

    private static float[] weights(Path of) throws IOException {
        return Checkpoint.load(of.resolve("bottom.ckpt")).array("weights");
    }

    @Test
    void thePapersRecipeIsForItsPresetsAndLearnsOneCode() throws IOException {
        assertThat(Recipe.of(Preset.named("paper-f8")).rate()).isEqualTo(1e-4);
        assertThat(Recipe.of(Preset.DEMO).softTargets()).isTrue();
        Preset tiny = Preset.TINY;
        Preset preset =
                new Preset("paper-but-tiny", 64, tiny.tokenizer(), tiny.top(), tiny.bottom(), tiny.upsampler(), 8);
        Path out = folder.resolve("recipe");
        try (PackedImages images = images()) {
            TokenizerTraining.run(preset, options(out, 65), images, quiet);
            TransformerTraining.run(preset, Stage.BOTTOM, options(out, 10), images, quiet);
        }
        double even = Math.log(tiny.tokenizer().codes());
        assertThat(column(out.resolve("bottom.csv"), -1, 2)).isBetween(0.5 * even, 1.3 * even);
    }

    @Test
    void regularizationIsAShare() {
        assertThatThrownBy(() -> new Regularization(0.1, 1, 0))
                .hasMessage("dropout: expected a share from 0 to below 1, got 1.0");
        assertThatThrownBy(() -> new Regularization(0.1, 0, -0.1)).hasMessageContaining("conditional augmentation");
    }

    @Test
    void aSingleGridHasNoBottomStage() {
        assertThatThrownBy(() -> Stage.BOTTOM.grids(Preset.named("tiny-f16")))
                .hasMessage("bottom: expected a preset with two grids, got tiny-f16 with VQGAN f=16");
    }
}
