package io.strait.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.strait.model.bundle.GraphName;
import io.strait.model.bundle.InvalidBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundleTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        new TestBundle(directory).write();
    }

    @Test
    void opensAWholeBundle() {
        Bundle bundle = Bundle.open(directory);
        assertThat(bundle.manifest().name()).isEqualTo("test");
        assertThat(bundle.file(GraphName.TOP_STEP)).isRegularFile().hasFileName("top-step.onnx");
    }

    @Test
    void namesATruncatedFile() throws IOException {
        Path file = directory.resolve("decoder.onnx");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        assertThat(problems())
                .containsExactly("decoder.onnx: expected " + bytes.length + " bytes, got " + (bytes.length - 5));
    }

    @Test
    void namesAFileWithAnotherHash() throws IOException {
        Path file = directory.resolve("bottom-step.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        assertThat(problems()).hasSize(1);
        assertThat(problems().get(0))
                .startsWith("bottom-step.onnx: expected SHA-256 ")
                .endsWith("got " + TestBundle.sha256(bytes));
    }

    @Test
    void namesEveryMissingGraph() throws IOException {
        Files.delete(directory.resolve("encoder.onnx"));
        Files.delete(directory.resolve("upsampler-top-step.onnx"));
        assertThat(problems())
                .containsExactly(
                        "encoder.onnx: expected a file, got none",
                        "upsampler-top-step.onnx: expected a file, got none");
    }

    @Test
    void namesAMissingManifest() throws IOException {
        Files.delete(directory.resolve("bundle.json"));
        assertThat(problems()).containsExactly("bundle.json: expected a readable file, got NoSuchFileException");
    }

    private List<String> problems() {
        return catchThrowableOfType(InvalidBundleException.class, () -> Bundle.open(directory))
                .problems();
    }
}
