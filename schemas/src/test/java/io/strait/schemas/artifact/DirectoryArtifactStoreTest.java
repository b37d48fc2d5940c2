package io.strait.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryArtifactStoreTest {
    private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String NAME = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.png";

    @TempDir
    private Path parent;

    @Test
    void namesByContentAndGivesItBack() throws IOException {
        ArtifactStore store = store();
        assertThat(store.put(CONTENT, "png")).isEqualTo(NAME);
        assertThat(store.get(NAME))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(CONTENT));
        assertThat(store.get(NAME.replace('b', 'c'))).isEmpty();
    }

    @Test
    void puttingAgainWritesNothingButRenewsTheTime() throws IOException {
        store().put(CONTENT, "png");
        Path file = directory().resolve(NAME);
        Object key = Files.getAttribute(file, "unix:ino");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(store().put(CONTENT, "png")).isEqualTo(NAME);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(key);
        assertThat(Files.getLastModifiedTime(file)).isGreaterThan(FileTime.fromMillis(0));
    }

    @Test
    void manyWritersLeaveOneWholeFile() throws Exception {
        byte[] large = new byte[1 << 20];
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> names = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                names.add(writers.submit(() -> store().put(large, "png")));
            }
            Set<String> distinct = new HashSet<>();
            for (Future<String> name : names) {
                distinct.add(name.get());
            }
            assertThat(distinct).hasSize(1);
        } finally {
            writers.shutdownNow();
        }
        try (Stream<Path> files = Files.list(directory())) {
            assertThat(files).singleElement().satisfies(file -> assertThat(file).hasSize(large.length));
        }
    }

    @Test
    void streamsWhatIsTooLongForMemory() throws IOException {
        try (ArtifactWriter writer = store().create("png")) {
            writer.write('a');
            writer.write(CONTENT, 1, 2);
            assertThat(store().open(NAME)).isEmpty();
            assertThat(writer.finish()).isEqualTo(NAME);
        }
        try (InputStream content = store().open(NAME).orElseThrow()) {
            assertThat(content).hasBinaryContent(CONTENT);
        }
        store().delete(NAME);
        store().delete(NAME);
        assertThat(store().open(NAME)).isEmpty();
    }

    @Test
    void forgetsWhatWasNotFinished() throws IOException {
        try (ArtifactWriter writer = store().create("png")) {
            writer.write(CONTENT);
        }
        assertThat(directory()).isEmptyDirectory();
    }

    @Test
    void failsWhereItCannotWrite() throws IOException {
        Files.writeString(directory(), "a file where the directory should be");
        assertThatThrownBy(() -> store().put(CONTENT, "png")).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "../secret.png", "/etc/passwd", NAME + "/..", "ABC.png", "a.png", NAME + "\u0000"})
    void refusesNamesItNeverGave(String name) {
        assertThatThrownBy(() -> store().get(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().open(name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().delete(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p/g", "..", "PNG", "toolongext"})
    void refusesOddExtensions(String extension) {
        assertThatThrownBy(() -> store().put(CONTENT, extension)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().create(extension)).isInstanceOf(IllegalArgumentException.class);
    }

    private ArtifactStore store() {
        return new DirectoryArtifactStore(directory());
    }

    private Path directory() {
        return parent.resolve("artifacts");
    }
}
