package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.Licence;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.Weights;
import io.strait.trainer.training.Checkpoint;
import io.strait.trainer.training.TrainedTokenizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
    private static final List<String> LABELS = List.of("a/x", "b/x");
    private static final Preset PRESET = Preset.TINY;

    @TempDir
    private Path folder = Path.of("");

    private final TrainedNetworks networks = TrainedNetworks.untrained(PRESET, new LabelTable(LABELS), 3);
    private final StringWriter errors = new StringWriter();

    @BeforeEach
    void writeData() throws IOException {
        Random random = new Random(1);
        for (String label : LABELS) {
            Path of = Files.createDirectories(folder.resolve("data").resolve(label));
            for (int i = 0; i < 40; i++) {
                BufferedImage image =
                        new BufferedImage(2 * PRESET.pixels(), 2 * PRESET.pixels(), BufferedImage.TYPE_INT_RGB);
                image.createGraphics().fillRect(random.nextInt(99), random.nextInt(99), 30, 30);
                ImageIO.write(image, "png", of.resolve("p" + i + ".png").toFile());
            }
        }
        Files.writeString(folder.resolve("data/dataset.json"), """
                {"name":"squares","images":80,"sha256":"00",
                 "sources":[{"style":"a","package":"squares","version":"1","licence":"MIT"}]}""");
    }

    private String writeTokenizer() throws IOException {
        write("tokenizer", "", networks.tokenizer());
        return TrainedTokenizer.load(PRESET, folder, false).hash();
    }

    private void write(String kind, String tokenizer, Weights weights) throws IOException {
        float[] flat = weights.flat();
        Map<String, float[]> arrays = new HashMap<>(weights.buffers());
        for (String name : List.of("weights", "average", "mean", "square")) {
            arrays.put(name, name.equals("average") ? flat : new float[flat.length]);
        }
        Checkpoint.Facts facts =
                new Checkpoint.Facts(kind, PRESET.name(), 12, 1, 3.5, LABELS, Map.of("psnr", 20.25), tokenizer);
        new Checkpoint(facts, arrays).save(folder.resolve(kind + ".ckpt"));
    }

    private int export(String... more) {
        CommandLine line = new CommandLine(new ExportCommand()).setErr(new PrintWriter(errors));
        String[] args = {
            "--data", folder.resolve("data").toString(),
            "--checkpoints", folder.toString(),
            "--out", folder.resolve("bundle").toString(),
            "--name", "squares"
        };
        return line.execute(java.util.stream.Stream.of(args, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new));
    }

    @Test
    void writesACheckedBundleOfTheAverages() throws IOException {
        String hash = writeTokenizer();
        for (Stage stage : Stage.values()) {
            write(stage.name().toLowerCase(Locale.ROOT), hash, networks.transformer(stage));
        }

        assertThat(export("--check")).as(errors.toString()).isZero();

        byte[] json = Files.readAllBytes(folder.resolve("bundle/bundle.json"));
        assertThat(BundleManifest.parse(json).licences()).containsExactly(new Licence("squares", "1", "MIT"));
        JsonNode training = new ObjectMapper().readTree(json).get("training");
        assertThat(training.at("/top/steps").intValue()).isEqualTo(12);
        assertThat(training.at("/tokenizer/heldOut/psnr").doubleValue()).isEqualTo(20.25);
        assertThat(training.at("/data/sha256").textValue()).isEqualTo("00");
    }

    @Test
    void saysWhichStagesAreUntrained() throws IOException {
        writeTokenizer();

        assertThat(export()).isEqualTo(1);
        assertThat(errors.toString()).contains("top.ckpt: expected a checkpoint, got no file");
        assertThat(export("--allow-untrained")).isZero();
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("bundle/bundle.json").toFile());
        assertThat(json.at("/training/upsampler/untrained").textValue()).isEqualTo("random weights");
    }

    @Test
    void refusesAStageOfAnotherTokenizer() throws IOException {
        writeTokenizer();
        write("top", "another", networks.transformer(Stage.TOP));

        assertThat(export("--allow-untrained")).isEqualTo(1);
        assertThat(errors.toString()).contains("expected tokenizer").contains("got another");
        assertThat(folder.resolve("bundle")).doesNotExist();
    }
}
