package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.artifact.ArtifactConfig;
import io.strait.gateway.http.MetricsConfig;
import io.strait.gateway.openai.batch.BatchSettings;
import io.strait.gateway.security.SecurityConfig;
import io.strait.gateway.settings.Settings;
import io.strait.gateway.webhook.WebhookConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GatewayConfigTest {
    @Test
    void hasDefaultsForAll() {
        GatewayConfig config = GatewayConfig.fromEnvironment(Map.of("PATH", "/bin"));

        assertThat(config.bind()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.bundle()).isEqualTo(Path.of("bundles/emoji-256"));
    }

    @Test
    void readsEverySetting() {
        GatewayConfig config = GatewayConfig.fromEnvironment(Map.of(
                "STRAIT_BIND", "127.0.0.2",
                "STRAIT_PORT", "80",
                "STRAIT_KAFKA", "kafka:9092",
                "STRAIT_BUNDLE", "b",
                "STRAIT_ARTIFACTS", "a",
                "STRAIT_GATEWAY_DEADLINE_SECONDS", "60",
                "STRAIT_GATEWAY_HEARTBEAT_SECONDS", "5",
                "STRAIT_GATEWAY_REPLAY_THREADS", "2",
                "STRAIT_GATEWAY_FETCH_WAIT_MILLIS", "50",
                "STRAIT_GATEWAY_OPENAI_CANCEL_ON_CLOSE", "false"));

        assertThat(config)
                .isEqualTo(new GatewayConfig(
                        "127.0.0.2",
                        80,
                        "kafka:9092",
                        Path.of("b"),
                        ArtifactConfig.read(new Settings(Map.of("STRAIT_ARTIFACTS", "a"))),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(5),
                        2,
                        Duration.ofMillis(50),
                        false,
                        Duration.ofSeconds(3),
                        Duration.ofHours(1),
                        WebhookConfig.read(new Settings(Map.of())),
                        SecurityConfig.read(new Settings(Map.of()), "127.0.0.2"),
                        BatchSettings.read(new Settings(Map.of())),
                        MetricsConfig.read(new Settings(Map.of()))));
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(() -> GatewayConfig.fromEnvironment(Map.of(
                        "STRAIT_PORT", "eighty",
                        "STRAIT_KAFKA", " ",
                        "STRAIT_ARTIFACTS", "gs://bucket",
                        "STRAIT_GATEWAY_DEADLINE_SECONDS", "0",
                        "STRAIT_GATEWAY_OPENAI_CANCEL_ON_CLOSE", "no",
                        "STRAIT_GATEWAY_HEARTBEAT_SECOND", "5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STRAIT_PORT: expected a whole number from 0 to 65535, got eighty")
                .hasMessageContaining("STRAIT_KAFKA: expected a value")
                .hasMessageContaining("STRAIT_ARTIFACTS: expected a directory or a URL of file, s3, got gs://bucket")
                .hasMessageContaining("STRAIT_GATEWAY_DEADLINE_SECONDS")
                .hasMessageContaining("STRAIT_GATEWAY_OPENAI_CANCEL_ON_CLOSE: expected true or false, got no")
                .hasMessageContaining("nearest STRAIT_GATEWAY_HEARTBEAT_SECONDS");
    }
}
