package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void refusesABundleWithoutItsGraphs() throws IOException {
        Files.write(folder.resolve("bundle.json"), Fixtures.manifestFile("tiny"));
        assertThat(run(Map.of())).isEqualTo(2);
    }

    @Test
    void givesUpOnABrokerThatDoesNotAnswer() throws IOException {
        Files.write(folder.resolve("bundle.json"), Fixtures.manifestFile("tiny"));
        Map<String, String> environment = new HashMap<>(environment());
        environment.put("STRAIT_KAFKA", "127.0.0.1:" + BrokerCheckIT.freePort());
        environment.put("STRAIT_KAFKA_WAIT_SECONDS", "1");
        assertThat(WorkerMain.rehearse(new Fixtures.Program(Stage.TOP), environment, Rehearsal.of(Duration.ZERO)))
                .isEqualTo(1);
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
