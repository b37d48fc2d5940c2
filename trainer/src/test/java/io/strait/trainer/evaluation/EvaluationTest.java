package io.strait.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.export.DefaultSettings;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.RunOptions;
import io.strait.trainer.training.TokenizerTraining;
import io.strait.trainer.training.TransformerTraining;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
    private static final Preset PRESET = Preset.TINY;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void train() throws IOException {
        torch.set_num_threads(1);
        Path data = SyntheticImages.write(folder.resolve("data"), 2 * PRESET.pixels(), 30);
        Path out = folder.resolve("trained");
        PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (PackedImages images =
                PackedImages.open(ImageFolder.scan(data), out.resolve("cache"), 2 * PRESET.pixels(), message -> {})) {
            TokenizerTraining.run(PRESET, options(out, 70), images, quiet);
            for (Stage stage : Stage.values()) {
                TransformerTraining.run(PRESET, stage, options(out, 3), images, quiet);
            }
        }
    }

    private static RunOptions options(Path out, long steps) {
        return new RunOptions(out, steps, Duration.ZERO, steps, 4, 1e-3, 5, false, Duration.ofHours(1), true);
    }

    private static ObjectNode evaluate(Path checkpoints, List<String> said) throws IOException {
        return evaluate(checkpoints, said, null, 0);
    }

    private static ObjectNode evaluate(Path checkpoints, List<String> said, @Nullable Path features, int side)
            throws IOException {
        Path data = folder.resolve("data");
        return Evaluation.run(
                new EvaluationOptions(
                        data, checkpoints, 8, 6, 4, 60, null, false, folder.resolve("sheets"), features, side, false),
                said::add);
    }

    @Test
    void measuresEveryPartAlikeEachTime() throws IOException {
        List<String> said = new ArrayList<>();
        ObjectNode first = evaluate(folder.resolve("trained"), said);
        for (String figure : List.of(
                "/reconstruction/psnr",
                "/reconstruction/psnrTopOnly",
                "/reconstruction/psnrForeground",
                "/reconstruction/psnrForegroundTopOnly",
                "/reconstruction/top/perplexity",
                "/bottom/psnrGivenTrueTop",
                "/bottom/psnrTopOnly",
                "/upsampler/psnr",
                "/upsampler/psnrBilinear",
                "/upsampler/gradientError",
                "/upsampler/gradientErrorBilinear",
                "/classifier/subjectAccuracy",
                "/classifier/styleAccuracy",
                "/samples/subjectAccuracyRatio",
                "/samples/styleAccuracyRatio",
                "/samples/blankShare",
                "/samples/frechetDistance",
                "/samples/nearestCopyShare",
                "/samplesUnguided/frechetDistance")) {
            assertThat(first.at(figure).isNumber()).as(figure).isTrue();
        }
        // red and blue are told apart within a few steps
        assertThat(first.at("/classifier/styleAccuracy").doubleValue()).isGreaterThan(0.9);
        assertThat(first.at("/samplesUnguided/count").intValue()).isEqualTo(6);
        for (String sheet : List.of("reconstructions.png", "upsampler.png", "samples.png", "samples-unguided.png")) {
            assertThat(folder.resolve("sheets").resolve(sheet)).isNotEmptyFile();
        }
        assertThat(said).anyMatch(line -> line.startsWith("classifier 60/60"));
        said.clear();
        assertThat(evaluate(folder.resolve("trained"), said)).isEqualTo(first);
        assertThat(said).as("the classifier is kept").noneMatch(line -> line.startsWith("classifier"));
    }

    @Test
    void comparesInAGivenNetworkToo() throws IOException {
        Path own = Files.createDirectories(folder.resolve("own"));
        for (String file : List.of("tokenizer.ckpt", "top.ckpt", "bottom.ckpt")) {
            Files.copy(folder.resolve("trained").resolve(file), own.resolve(file));
        }
        Path net = folder.resolve("net.pt");
        try (JitModule colours = new JitModule(new QualifiedName("Colours"))) {
            colours.define("def forward(self, x):\n    return x.mean(3)\n");
            colours.save(net.toString());
        }
        ObjectNode figures = evaluate(own, new ArrayList<>(), net, PRESET.pixels() / 2);
        assertThat(figures.at("/features/dimensions").intValue()).isEqualTo(3);
        assertThat(figures.at("/features/side").intValue()).isEqualTo(PRESET.pixels() / 2);
        assertThat(figures.at("/features/samples/count").intValue()).isEqualTo(8);
        assertThat(figures.at("/features/samples/recall").isNumber()).isTrue();
        double real = figures.at("/features/heldOut/frechetDistance").doubleValue();
        assertThat(real)
                .isLessThan(figures.at("/features/samples/frechetDistance").doubleValue());

        assertThatThrownBy(() -> evaluate(own, new ArrayList<>(), net, 5))
                .hasMessage("features side: expected a divisor of " + PRESET.pixels() + ", got 5");
        Path other = Files.writeString(folder.resolve("other.pt"), "no network");
        assertThatThrownBy(() -> evaluate(own, new ArrayList<>(), other, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.pt: expected a TorchScript network, got");
    }

    @Test
    void tuningKeepsTheBestOfWhatItTried() throws IOException {
        EvaluationOptions options = new EvaluationOptions(
                folder.resolve("data"),
                folder.resolve("trained"),
                4,
                0,
                2,
                60,
                null,
                false,
                folder.resolve("sheets"),
                null,
                0,
                false);
        List<String> said = new ArrayList<>();
        ObjectNode found = Tuning.run(options, TokenGrid.BOTTOM, "", said::add);
        double best = 0;
        for (JsonNode one : found.get("tried")) {
            best = Math.max(best, one.get("psnr").doubleValue());
        }
        JsonNode kept = found.at("/defaults/bottom");
        for (JsonNode one : found.get("tried")) {
            boolean same = kept.properties().stream()
                    .allMatch(field -> field.getValue().equals(one.get(field.getKey())));
            if (same) {
                assertThat(one.get("psnr").doubleValue()).isEqualTo(best);
            }
        }
        assertThat(said).hasSizeGreaterThan(5).hasSameSizeAs(found.get("tried"));
        assertThat(DefaultSettings.of(Preset.TINY).with(found.get("defaults")).of(TokenGrid.TOP))
                .isEqualTo(DefaultSettings.of(Preset.TINY).of(TokenGrid.TOP));
    }

    @Test
    void missingStagesAreNullAndAMissingTokenizerAnError() throws IOException {
        Path part = Files.createDirectories(folder.resolve("part"));
        assertThatThrownBy(() -> evaluate(part, new ArrayList<>()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tokenizer.ckpt: expected a checkpoint");
        Files.copy(folder.resolve("trained/tokenizer.ckpt"), part.resolve("tokenizer.ckpt"));
        ObjectNode figures = evaluate(part, new ArrayList<>());
        assertThat(figures.at("/reconstruction/psnr").isNumber()).isTrue();
        assertThat(figures.get("samples").isNull()).isTrue();
        assertThat(figures.get("upsampler").isNull()).isTrue();
    }
}
