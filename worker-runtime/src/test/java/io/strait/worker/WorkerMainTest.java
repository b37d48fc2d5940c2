package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a worker process from starting, by its exit code. */
final class WorkerMainTest {
    @TempDir
    private Path folder;

    @Test
    void refusesSettingsItDoesNotKnow() {
        assertThat(run(Map.of("STRAIT_LANE", "4"))).isEqualTo(2);
    }

    @Test
    void refusesAManifestThatIsNone() throws IOException {
        Files.writeString(folder.resolve("bundle.json"), "{}");
        assertThat(run(Map.of())).isEqualTo(2);
    }

    private int run(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(environment());
        environment.putAll(more);
        return WorkerMain.run(new Fixtures.Program(Stage.TOP), environment);
    }

    private Map<String, String> environment() {
        return Map.of("STRAIT_BUNDLE", folder.toString(), "STRAIT_ARTIFACTS", folder.toString());
    }
}
