package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.SyntheticImages;
import io.strait.trainer.torch.ScriptNetwork;
import io.strait.trainer.torch.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerceptualLossTest {
    @TempDir
    private Path folder = Path.of("");

    private final PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);

    private ScriptNetwork colours() throws IOException {
        Path file = folder.resolve("net.pt");
        try (JitModule net = new JitModule(new QualifiedName("Colours"))) {
            net.define("def forward(self, x):\n    return x.mean(3)\n");
            net.save(file.toString());
        }
        return ScriptNetwork.load(file);
    }

    @Test
    @SuppressWarnings("try")
    void comparesFeaturesAndPassesTheGradientToThePicture() throws IOException {
        PerceptualLoss loss = new PerceptualLoss(colours(), 0.5);
        try (PointerScope scope = new PointerScope()) {
            Tensor image = Tensors.of(new float[3 * 4], 1, 3, 2, 2);
            Tensor made = Tensors.of(new float[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, 1, 3, 2, 2);
            made.set_requires_grad(true);
            Tensor value = loss.of(made, image);
            // two of the six features differ by 1
            assertThat(value.item_float()).isCloseTo(0.5f * 2 / 6, within(1e-6f));
            value.backward();
            assertThat(Tensors.floats(made.grad())[0]).isCloseTo(0.5f * 2 / 6 / 2, within(1e-6f));
            assertThat(loss.of(image, image).item_float()).isZero();
        }
        assertThatThrownBy(() -> new PerceptualLoss(colours(), 0)).hasMessageContaining("expected a number above 0");
    }

    private float[] train(PackedImages images, Path out, @org.jspecify.annotations.Nullable PerceptualLoss loss)
            throws IOException {
        RunOptions options = new RunOptions(out, 5, Duration.ZERO, 5, 4, 1e-3, 5, false, Duration.ofHours(1), true);
        TokenizerTraining.run(Preset.TINY, options, images, new FurtherLosses(loss, null), quiet);
        return Checkpoint.load(out.resolve("tokenizer.ckpt")).array("weights");
    }

    @Test
    void changesWhatIsLearned() throws IOException {
        torch.set_num_threads(1);
        int side = 2 * Preset.TINY.pixels();
        Path data = SyntheticImages.write(folder.resolve("data"), side, 30);
        try (PackedImages images = PackedImages.open(ImageFolder.scan(data), folder.resolve("cache"), side, m -> {})) {
            float[] plain = train(images, folder.resolve("plain"), null);
            float[] with = train(images, folder.resolve("with"), new PerceptualLoss(colours(), 5));
            assertThat(with).isNotEqualTo(plain).hasSameSizeAs(plain);
        }
        Path other = Files.writeString(folder.resolve("other.pt"), "no network");
        assertThatThrownBy(() -> ScriptNetwork.load(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other.pt: expected a TorchScript network, got");
    }
}
