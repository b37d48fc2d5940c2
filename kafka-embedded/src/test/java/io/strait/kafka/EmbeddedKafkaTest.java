package io.strait.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final TopicPartition PARTITION = new TopicPartition("kept", 0);

    @TempDir
    private Path directory;

    @Test
    void keepsRecordsOverARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();
            assertThat(endOffset(admin)).isZero();
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", kafka.bootstrap()), new StringSerializer(), new StringSerializer())) {
                producer.send(new ProducerRecord<>("kept", "key", "value")).get();
            }
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory);
                Admin admin = admin(kafka)) {
            assertThat(endOffset(admin)).isEqualTo(1);
        }
    }

    @Test
    void refusesADirectoryInUse() {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        try (kafka) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("another broker is running on it");
        }
    }

    @Test
    void refusesADirectoryOfANewerKafka() throws Exception {
        Files.writeString(directory.resolve("strait.version"), "99.0-IV0");
        assertThatThrownBy(() -> EmbeddedKafka.start(directory))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("or older, got 99.0-IV0");
    }

    @Test
    void refusesADirectoryWithSomethingElse() throws Exception {
        Files.writeString(directory.resolve("thesis.txt"), "do not lose");
        assertThatThrownBy(() -> EmbeddedKafka.start(directory))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("[thesis.txt]");
        assertThat(directory).isDirectoryNotContaining("glob:**/meta.properties");
    }

    @Test
    void saysThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, port, Map.of()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage("Kafka port " + port + ": expected a free port, got one in use");
        }
    }

    private static long endOffset(Admin admin) throws Exception {
        return admin.listOffsets(Map.of(PARTITION, OffsetSpec.latest()))
                .partitionResult(PARTITION)
                .get()
                .offset();
    }

    private static Admin admin(EmbeddedKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }
}
