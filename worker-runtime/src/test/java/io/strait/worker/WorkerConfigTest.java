package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.engine.EngineChoice;
import io.strait.schemas.artifact.ArtifactLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WorkerConfigTest {
    @Test
    void readsEverySetting() {
        WorkerConfig config = WorkerConfig.from(Map.ofEntries(
                Map.entry("STRAIT_KAFKA", "kafka:1"),
                Map.entry("STRAIT_BUNDLE", "b"),
                Map.entry("STRAIT_ARTIFACTS", "a"),
                Map.entry("STRAIT_ENGINE", "ort-cpu"),
                Map.entry("STRAIT_THREADS", "3"),
                Map.entry("STRAIT_LANES", "5"),
                Map.entry("STRAIT_PASS", "3"),
                Map.entry("STRAIT_WORKER_ID", "me"),
                Map.entry("STRAIT_WORKER_DRAIN_SECONDS", "7"),
                Map.entry("STRAIT_WORKER_DELIVERY_LIMIT", "6"),
                Map.entry("STRAIT_WORKER_SEND_BUFFER_KIB", "64"),
                Map.entry("STRAIT_READY_FILE", "r")));
        assertThat(config)
                .isEqualTo(new WorkerConfig(
                        "kafka:1",
                        Path.of("b"),
                        ArtifactLocation.of(Path.of("a")),
                        EngineChoice.ORT_CPU,
                        3,
                        new Holding(5, 3, BulkLanes.DEFAULT, Duration.ofSeconds(5), Duration.ofSeconds(7), 6),
                        "me",
                        65_536,
                        Path.of("r")));
    }

    @Test
    void readsHowBulkJobsAreTaken() {
        WorkerConfig config = WorkerConfig.from(Map.of(
                "STRAIT_BUNDLE", "b",
                "STRAIT_ARTIFACTS", "a",
                "STRAIT_BULK_LANES", "0",
                "STRAIT_BULK_PASS", "16",
                "STRAIT_BULK_BESIDE", "8"));
        assertThat(config.holding().bulk()).isEqualTo(new BulkLanes(0, 16, 8));
    }

    @Test
    void hasDefaults() {
        WorkerConfig config = WorkerConfig.from(Map.of("STRAIT_BUNDLE", "b", "STRAIT_ARTIFACTS", "a"));
        assertThat(config.kafka()).isEqualTo("127.0.0.1:9092");
        assertThat(config.holding().lanes()).isEqualTo(4);
        assertThat(config.holding().pass()).isEqualTo(4);
        assertThat(config.engine()).isEqualTo(EngineChoice.AUTO);
        assertThat(config.readyFile()).isNull();
    }

    @Test
    void tellsEveryProblemAtOnce() {
        assertThatThrownBy(() -> WorkerConfig.from(
                        Map.of("STRAIT_ENGINE", "abacus", "STRAIT_LANES", "0", "STRAIT_WORKER_LANES", "2")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("STRAIT_BUNDLE: expected a directory")
                .hasMessageContaining("STRAIT_ARTIFACTS: expected a directory")
                .hasMessageContaining("STRAIT_ENGINE: engine: expected one of")
                .hasMessageContaining("STRAIT_LANES: expected 1 to 64, got 0")
                .hasMessageContaining("STRAIT_WORKER_LANES: expected one of");
    }
}
