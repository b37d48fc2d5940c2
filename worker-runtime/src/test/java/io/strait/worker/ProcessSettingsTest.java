package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProcessSettingsTest {
    @Test
    void readsEverySetting() {
        assertThat(ProcessSettings.from(Map.of(
                        "STRAIT_METRICS_PORT", "9404",
                        "STRAIT_METRICS_BIND", "0.0.0.0",
                        "STRAIT_KAFKA_WAIT_SECONDS", "7",
                        "STRAIT_TOPICS_CREATE", "true")))
                .isEqualTo(new ProcessSettings(
                        Optional.of(new MetricsSettings("0.0.0.0", 9404)), Duration.ofSeconds(7), true));
    }

    @Test
    void hasDefaults() {
        assertThat(ProcessSettings.from(Map.of(
                        "STRAIT_GATEWAY_HEARTBEAT_SECONDS", "1", "STRAIT_WORKER_ID", "me", "STRAIT_BULK_PASS", "2")))
                .isEqualTo(new ProcessSettings(Optional.empty(), Duration.ofSeconds(60), false));
    }

    @Test
    void namesEveryProblem() {
        assertThatThrownBy(() -> ProcessSettings.from(Map.of(
                        "STRAIT_LANE", "4",
                        "strait_lanes", "4",
                        "STRAIT_METRICS_PORT", "x",
                        "STRAIT_KAFKA_WAIT_SECONDS", "-1",
                        "STRAIT_TOPICS_CREATE", "yes")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("STRAIT_LANE: expected a setting's name, got an unknown one")
                .hasMessageContaining("strait_lanes: expected")
                .hasMessageContaining("STRAIT_METRICS_PORT: expected 0 to 65535, got x")
                .hasMessageContaining("STRAIT_KAFKA_WAIT_SECONDS: expected 0 to 3600, got -1")
                .hasMessageContaining("STRAIT_TOPICS_CREATE: expected true or false, got yes");
    }

    @Test
    void refusesASettingThatIsThereTwice(@TempDir Path folder) throws IOException {
        Path environment = folder.resolve("environ");
        Files.writeString(environment, "PATH=/bin\0STRAIT_LANES=4\0PATH=/sbin\0STRAIT_LANES=8\0STRAIT_KAFKA=a\0");
        assertThatThrownBy(() -> ProcessSettings.refuseDuplicates(environment))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage("STRAIT_LANES: expected to be set once, got it twice");
        ProcessSettings.refuseDuplicates(folder.resolve("none"));
    }
}
