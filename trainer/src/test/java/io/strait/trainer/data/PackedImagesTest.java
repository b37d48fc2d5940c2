package io.strait.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedImagesTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void packsPixelsAndSkipsBadFiles() throws IOException {
        Path data = SyntheticImages.write(folder.resolve("data"), 32, 3);
        SyntheticImages.write(folder.resolve("small"), 16, 1);
        Files.copy(folder.resolve("small/red/disc/s0.png"), data.resolve("red/disc/wrong-size.png"));
        Files.writeString(data.resolve("blue/disc/broken.png"), "no image");
        Files.writeString(data.resolve("dataset.json"), "{}");
        List<String> reports = new ArrayList<>();
        try (PackedImages images =
                PackedImages.open(ImageFolder.scan(data), folder.resolve("cache"), 32, reports::add)) {
            assertThat(images.index().labels()).containsExactly("blue/disc", "blue/square", "red/disc", "red/square");
            assertThat(images.count()).isEqualTo(13);
            assertThat(reports).singleElement().asString().contains("broken.png: expected a readable image, got none");
            assertThatThrownBy(() -> images.requireEnough(data))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("1 held out (a twentieth, chosen by file name), got 13 and 0");
            byte[] last = images.rgb(11);
            assertThat(last).hasSize(32 * 32 * 3).contains((byte) 0);
            assertThat(last[0]).as("white corner or red").isEqualTo((byte) 255);
        }
    }

    @Test
    void opensWhatIsPackedUntilFilesChange() throws IOException {
        Path data = SyntheticImages.write(folder.resolve("data"), 16, 2);
        Path cache = folder.resolve("cache");
        PackedImages.open(ImageFolder.scan(data), cache, 16, r -> {}).close();
        Files.delete(data.resolve("red/disc/s0.png"));
        try (PackedImages images = PackedImages.open(ImageFolder.scan(data), cache, 16, r -> {})) {
            assertThat(images.count()).isEqualTo(7);
        }
    }

    @Test
    void refusesAFolderWithoutImages() {
        assertThatThrownBy(() -> ImageFolder.scan(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected images in class folders, got none");
    }
}
