package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    @TempDir
    private Path folder = Path.of("");

    private final Checkpoint.Facts facts =
            new Checkpoint.Facts("tokenizer", "tiny", 7, 1, 2.5, List.of("a/b"), Map.of("psnr", 20.0), "");

    @Test
    void comesBackBitForBit() throws IOException {
        float[] values = {1, -0f, Float.MIN_VALUE, Float.NaN};
        Path file = folder.resolve("sub/x.ckpt");
        new Checkpoint(facts, Map.of("a", values, "b", new float[0])).save(file);
        Checkpoint back = Checkpoint.load(file);
        assertThat(back.facts()).isEqualTo(facts);
        assertThat(back.array("a")).containsExactly(values);
        assertThat(back.arrays()).containsOnlyKeys("a", "b");
        try (var files = Files.list(folder.resolve("sub"))) {
            assertThat(files).as("no partial file stays").containsExactly(file);
        }
    }

    @Test
    void refusesOtherFilesAndMissingArrays() throws IOException {
        Path file = Files.writeString(folder.resolve("x.ckpt"), "not one of ours");
        assertThatThrownBy(() -> Checkpoint.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a checkpoint");
        assertThatThrownBy(() -> new Checkpoint(facts, Map.of()).array("weights"))
                .hasMessageContaining("expected an array weights");
    }
}
