package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker says of a broker it cannot work with. */
final class BrokerCheckIT {
    private static final Path BUNDLE = Path.of("bundles", "mine");

    @Test
    void namesTheBrokerThatDoesNotAnswer() throws IOException {
        String nobody = "127.0.0.1:" + freePort();
        try (Admin admin = Admin.create(KafkaSettings.admin(nobody, "test"))) {
            assertThatThrownBy(() -> new BrokerCheck(admin, nobody, BUNDLE).awaitAnswer(Duration.ofSeconds(1)))
                    .isInstanceOf(BrokerUnusableException.class)
                    .hasMessageContaining("STRAIT_KAFKA: expected a broker that answers at " + nobody + " within 1 s");
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void waitsForABrokerAndNamesWhatItLacks(@TempDir Path folder) throws Exception {
        int port = freePort();
        String soon = "127.0.0.1:" + port;
        Admin early = Admin.create(KafkaSettings.admin(soon, "test"));
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> new BrokerCheck(early, soon, BUNDLE).awaitAnswer(Duration.ofSeconds(60)));
        try (early;
                EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), port, Map.of());
                Admin admin = Admin.create(KafkaSettings.admin(kafka.bootstrap(), "test"))) {
            TopicCatalogue catalogue = TopicCatalogue.standard(new Topics("mine"), 1);
            BrokerCheck check = new BrokerCheck(admin, kafka.bootstrap(), BUNDLE);
            assertThat(waiting).succeedsWithin(Duration.ofSeconds(60));
            check.requireShareGroups();
            assertThatThrownBy(() -> check.requireTopics(catalogue))
                    .isInstanceOf(BrokerUnusableException.class)
                    .hasMessageContaining("topics that are missing: ")
                    .hasMessageContaining(
                            "strait topics create --kafka " + kafka.bootstrap() + " --bundle bundles/mine");
            catalogue.ensure(admin);
            check.requireTopics(catalogue);

            admin.updateFeatures(
                            Map.of(
                                    "share.version",
                                    new FeatureUpdate((short) 0, FeatureUpdate.UpgradeType.SAFE_DOWNGRADE)),
                            new UpdateFeaturesOptions())
                    .all()
                    .get();
            assertThatThrownBy(check::requireShareGroups)
                    .isInstanceOf(BrokerUnusableException.class)
                    .hasMessageContaining("expected share groups (feature share.version at 1 or above")
                    .hasMessageContaining("upgrade --feature share.version=1");
        }
    }
}
