package io.strait.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.bundle.BundleManifest;
import io.strait.model.preset.Preset;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.training.Checkpoint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllCommandTest {
    private static final String PLAN = """
            data: images
            out: trained
            bundle: bundle
            name: shapes
            licence: CC0-1.0
            preset: tiny
            threads: 1
            tokenizer: {steps: 65, batch: 4, rate: 2e-3}
            top: {steps: 4, batch: 4}
            bottom: {steps: %d, batch: 4, condition-noise: 0.1}
            upsampler: {steps: 2, batch: 2, dropout: 0.1}
            evaluate: {samples: 4, held-out: 2, classifier-steps: 5}
            """;

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter errors = new StringWriter();

    private int run(String... args) {
        return Commands.line().setErr(new PrintWriter(errors)).execute(args);
    }

    private int all(String plan) throws IOException {
        Path config = folder.resolve("train.yaml");
        Files.writeString(config, plan);
        return run("all", "--config", config.toString());
    }

    private long step(String kind) throws IOException {
        return Checkpoint.load(folder.resolve("trained").resolve(kind + ".ckpt"))
                .facts()
                .step();
    }

    @Test
    void fromAFolderOfImagesToACheckedBundleAndGoesOnWhenRunAgain() throws IOException {
        Path images = SyntheticImages.write(folder.resolve("images"), 3 * Preset.TINY.pixels(), 30);
        ImageIO.write(
                new BufferedImage(90, 40, BufferedImage.TYPE_INT_RGB),
                "jpg",
                images.resolve("red/disc/wide.jpg").toFile());
        Files.writeString(images.resolve("red/disc/broken.png"), "no image");

        assertThat(all(PLAN.formatted(3))).as(errors.toString()).isZero();

        BundleManifest manifest = BundleManifest.parse(Files.readAllBytes(folder.resolve("bundle/bundle.json")));
        assertThat(manifest.name()).isEqualTo("shapes");
        assertThat(manifest.licences().get(0).spdx()).isEqualTo("CC0-1.0");
        String report = Files.readString(folder.resolve("trained/report.html"));
        assertThat(report)
                .contains("<h2>tokenizer</h2>", "<h2>top</h2>", "<h2>bottom</h2>", "<h2>upsampler</h2>")
                .contains("<h2>evaluation</h2>", "<polyline", "data:image/png;base64,", "reconstruction.psnr")
                .doesNotContain("http://", "https://", "<script");
        for (String kind : new String[] {"tokenizer", "top", "bottom", "upsampler"}) {
            try (Stream<Path> events =
                    Files.list(folder.resolve("trained/tensorboard").resolve(kind))) {
                assertThat(events).hasSize(1);
            }
        }
        byte[] tokenizer = Files.readAllBytes(folder.resolve("trained/tokenizer.ckpt"));

        assertThat(all(PLAN.formatted(6))).as(errors.toString()).isZero();
        assertThat(step("bottom")).isEqualTo(6);
        assertThat(step("top")).isEqualTo(4);
        assertThat(Files.readAllBytes(folder.resolve("trained/tokenizer.ckpt"))).isEqualTo(tokenizer);
    }

    @Test
    void tooFewImagesAreAnErrorBeforeAnythingIsTrained() throws IOException {
        SyntheticImages.write(folder.resolve("images"), 64, 1);
        assertThat(all(PLAN.formatted(3))).isEqualTo(1);
        assertThat(errors.toString()).contains("expected at least 8 readable images to train on and 1 held out");
        assertThat(folder.resolve("trained/tokenizer.ckpt")).doesNotExist();
    }

    @Test
    void saysEverythingThatIsWrongWithThePlan() throws IOException {
        String wrong = """
                out: trained
                preset: tiny-f16
                colour: red
                seed: one
                bottom: {steps: 5}
                top: {steps: 0, batch: many, speed: 3}
                """;
        assertThat(all(wrong)).isEqualTo(1);
        assertThat(errors.toString())
                .contains("data: expected a folder, got nothing")
                .contains("colour: expected one of [bottom, bundle,")
                .contains("seed: expected a whole number, got one")
                .contains("bottom: expected no such section with preset tiny-f16")
                .contains("top.steps: expected at least 1, got 0")
                .contains("top.batch: expected a whole number, got many")
                .contains("top.speed: expected one of [batch,");
    }

    @Test
    void aPlanThatIsNoYamlIsAnError() throws IOException {
        assertThat(all("data: [")).isEqualTo(1);
        assertThat(errors.toString()).contains("train.yaml: expected YAML, got");
    }

    @Test
    void aReportNeedsMetrics() {
        assertThat(run("report", "--checkpoints", folder.toString())).isEqualTo(1);
        assertThat(errors.toString()).contains("expected metrics of a training");
    }
}
