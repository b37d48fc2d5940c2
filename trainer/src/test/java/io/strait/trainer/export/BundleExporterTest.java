package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.preset.Preset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleExporterTest {
    private static final List<String> LABELS = List.of("a/x", "a/y", "b/x");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void writesAManifestThatMatchesTheFiles() throws IOException {
        Path bundle = folder.resolve("bundle");
        BundleExporter.untrained(Preset.TINY, LABELS, 1).write(bundle);

        BundleManifest manifest = BundleManifest.parse(Files.readAllBytes(bundle.resolve("bundle.json")));

        assertThat(manifest.labels()).isEqualTo(LABELS);
        assertThat(manifest.side(TokenGrid.UPSAMPLER_BOTTOM)).isEqualTo(16);
        assertThat(manifest.defaults(TokenGrid.TOP).steps()).isEqualTo(16);
        for (GraphName graph : GraphName.values()) {
            assertThat(bundle.resolve(manifest.graph(graph).file()))
                    .hasSize(manifest.graph(graph).bytes());
        }
    }

    @Test
    void theSameNetworksGiveTheSameBytes() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        BundleExporter.untrained(Preset.TINY, LABELS, 1).write(first);
        BundleExporter.untrained(Preset.TINY, LABELS, 1).write(second);

        try (Stream<Path> files = Files.list(first)) {
            assertThat(files)
                    .hasSize(8)
                    .allSatisfy(f -> assertThat(f).hasSameBinaryContentAs(second.resolve(f.getFileName())));
        }
    }

    @Test
    void replacesABundleAndLeavesNothingBeside() throws IOException {
        Path bundle = folder.resolve("bundle");
        BundleExporter.untrained(Preset.TINY, LABELS, 1).write(bundle);
        byte[] before = Files.readAllBytes(bundle.resolve("bundle.json"));

        BundleExporter.untrained(Preset.TINY, LABELS, 2).write(bundle);

        assertThat(Files.readAllBytes(bundle.resolve("bundle.json"))).isNotEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(bundle);
        }
    }

    @Test
    void leavesAFolderAloneThatHoldsSomethingElse() throws IOException {
        Path other = Files.createDirectory(folder.resolve("pictures"));
        Path file = Files.writeString(other.resolve("note.txt"), "mine");

        assertThatThrownBy(
                        () -> BundleExporter.untrained(Preset.TINY, LABELS, 1).write(other))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected a bundle or nothing");
        assertThat(file).hasContent("mine");
    }

    @Test
    void leavesNothingBehindWhenTheManifestIsRefused() throws IOException {
        BundleExporter good = BundleExporter.untrained(Preset.TINY, LABELS, 1);
        BundleExporter bad = new BundleExporter(
                "Not A Name", good.networks(), good.precision(), good.defaults(), good.licences(), good.training());

        assertThatThrownBy(() -> bad.write(folder.resolve("bundle"))).hasMessageContaining("name");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
