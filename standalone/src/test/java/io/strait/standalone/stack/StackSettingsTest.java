package io.strait.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.engine.EngineChoice;
import io.strait.engine.graph.GraphVariant;
import io.strait.worker.BulkLanes;
import io.strait.worker.WorkerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StackSettingsTest {
    private static final Path BUNDLE = Path.of("bundle");
    private static final Path DATA = Path.of("data");

    @Test
    void hasDefaults() {
        StackConfig config = StackConfig.read(BUNDLE, DATA, Map.of("STRAIT_API_KEY", "of the other commands"));
        StackSettings settings = StackSettings.of(config, "127.0.0.1:9");

        assertThat(config.port()).isEqualTo(8_080);
        assertThat(config.bind()).isEqualTo("127.0.0.1");
        assertThat(config.bundle()).isEqualTo(BUNDLE);
        assertThat(StackSettings.keepsImages(config)).isTrue();
        assertThat(settings.worker().config().kafka()).isEqualTo("127.0.0.1:9");
        assertThat(settings.worker().config().artifacts()).hasToString("data/artifacts");
        assertThat(settings.worker().config().holding().drain()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.worker().engine().probe()).isTrue();
        assertThat(settings.worker().engine().cache()).isEqualTo(DATA.resolve("lanes"));
        assertThat(settings.gateway().kafka()).isEqualTo("127.0.0.1:9");
        assertThat(settings.gateway().artifacts().location())
                .isEqualTo(settings.worker().config().artifacts());
    }

    @Test
    void readsWhatWorkersAndGatewaysRead() {
        StackConfig config = StackConfig.read(
                BUNDLE,
                DATA,
                Map.ofEntries(
                        Map.entry("STRAIT_BUNDLE", "other"),
                        Map.entry("STRAIT_ARTIFACTS", "images"),
                        Map.entry("STRAIT_BIND", "127.0.0.2"),
                        Map.entry("STRAIT_PORT", "0"),
                        Map.entry("STRAIT_ENGINE", "ort-cpu"),
                        Map.entry("STRAIT_THREADS", "3"),
                        Map.entry("STRAIT_GRAPHS", "fp32"),
                        Map.entry("STRAIT_CACHE", "cache"),
                        Map.entry("STRAIT_LANES", "5"),
                        Map.entry("STRAIT_BULK_LANES", "6"),
                        Map.entry("STRAIT_BULK_PASS", "7"),
                        Map.entry("STRAIT_BULK_BESIDE", "8"),
                        Map.entry("STRAIT_WORKER_ID", "me"),
                        Map.entry("STRAIT_WORKER_DRAIN_SECONDS", "9"),
                        Map.entry("STRAIT_WORKER_DELIVERY_LIMIT", "4"),
                        Map.entry("STRAIT_METRICS_PORT", "0"),
                        Map.entry("STRAIT_READY_FILE", "ready"),
                        Map.entry("STRAIT_GATEWAY_DEADLINE_SECONDS", "11")));
        StackSettings settings = StackSettings.of(config, "127.0.0.1:9");
        WorkerConfig worker = settings.worker().config();

        assertThat(config.bundle()).isEqualTo(Path.of("other"));
        assertThat(config.bind()).isEqualTo("127.0.0.2");
        assertThat(config.port()).isZero();
        assertThat(config.engine()).isEqualTo(EngineChoice.ORT_CPU);
        assertThat(config.threads()).isEqualTo(3);
        assertThat(config.graphs()).isEqualTo(GraphVariant.FP32);
        assertThat(StackSettings.keepsImages(config)).isFalse();
        assertThat(worker.artifacts()).hasToString("images");
        assertThat(worker.holding().lanes()).isEqualTo(5);
        assertThat(worker.holding().bulk()).isEqualTo(new BulkLanes(6, 7, 8));
        assertThat(worker.workerId()).isEqualTo("me");
        assertThat(worker.holding().drain()).isEqualTo(Duration.ofSeconds(9));
        assertThat(worker.holding().deliveryLimit()).isEqualTo(4);
        assertThat(worker.readyFile()).isEqualTo(Path.of("ready"));
        assertThat(settings.worker().engine().probe()).isFalse();
        assertThat(settings.worker().engine().cache()).isEqualTo(Path.of("cache"));
        assertThat(settings.worker().process().metrics()).isPresent();
        assertThat(settings.gateway().deadline()).isEqualTo(Duration.ofSeconds(11));
        assertThat(settings.gateway().artifacts().location()).isEqualTo(worker.artifacts());
    }

    @Test
    void namesEveryProblemOnce() {
        Map<String, String> environment = Map.of(
                "STRAIT_KAFKA", "elsewhere:9092",
                "STRAIT_ARTIFACTS", "ftp://images",
                "STRAIT_BULK_LANES", "65",
                "STRAIT_LANE", "4",
                "STRAIT_PORT", "x",
                "STRAIT_GATEWAY_HEARTBEAT_SECOND", "1");
        assertThatThrownBy(() -> StackConfig.read(BUNDLE, DATA, environment))
                .isInstanceOfSatisfying(
                        StackException.class,
                        refused -> assertThat(
                                        String.valueOf(refused.getMessage()).lines())
                                .satisfiesExactlyInAnyOrder(
                                        line -> assertThat(line).startsWith("STRAIT_KAFKA: expected not to be set"),
                                        line -> assertThat(line).startsWith("STRAIT_ARTIFACTS: expected a directory"),
                                        line -> assertThat(line)
                                                .isEqualTo("STRAIT_BULK_LANES: expected 0 to 64, got 65"),
                                        line -> assertThat(line).startsWith("STRAIT_LANE: expected a setting's name"),
                                        line -> assertThat(line).startsWith("STRAIT_PORT: expected a whole number"),
                                        line -> assertThat(line)
                                                .startsWith("STRAIT_GATEWAY_HEARTBEAT_SECOND: expected")));
    }

    @Test
    void doesNotTellSecrets() {
        assertThat(StackConfig.read(BUNDLE, DATA, Map.of("STRAIT_S3_SECRET_KEY", "hush"))
                        .toString())
                .contains("STRAIT_S3_SECRET_KEY")
                .doesNotContain("hush");
    }
}
