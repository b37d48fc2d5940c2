package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.bundle.GraphName;
import io.strait.model.preset.Preset;
import io.strait.trainer.training.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleRestoreTest {
    private static final List<String> LABELS = List.of("a/x", "a/y", "b/x");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void checkpointsOfABundleMakeTheSameGraphsAgain() throws IOException {
        Map<GraphName, byte[]> graphs = bundle();

        new BundleRestore(folder.resolve("bundle")).write(folder.resolve("train"));

        TrainedNetworks networks = new CheckpointFolder(folder.resolve("train"), false).load();
        assertThat(BundleGraphs.of(networks)).containsExactlyInAnyOrderEntriesOf(graphs);
    }

    @Test
    void checkpointsCanBeTrainedOn() throws IOException {
        bundle();

        new BundleRestore(folder.resolve("bundle")).write(folder.resolve("train"));

        Checkpoint top = Checkpoint.load(folder.resolve("train").resolve("top.ckpt"));
        assertThat(top.facts().labels()).isEqualTo(LABELS);
        assertThat(top.array("weights")).isEqualTo(top.array("average"));
        assertThat(top.array("square")).containsOnly(0);
    }

    @Test
    void refusesGraphsOfAnotherNetwork() throws IOException {
        bundle();
        Path graph = folder.resolve("bundle").resolve("top-step.onnx");
        Files.copy(
                folder.resolve("bundle").resolve("bottom-step.onnx"),
                graph,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> new BundleRestore(folder.resolve("bundle")).write(folder.resolve("train")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("graph: expected a tensor");
    }

    private Map<GraphName, byte[]> bundle() throws IOException {
        BundleExporter.untrained(Preset.TINY, LABELS, 1).write(folder.resolve("bundle"));
        return BundleGraphs.in(folder.resolve("bundle"));
    }
}
