package io.strait.gateway;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real broker with the topics, a gateway, and a scripted worker, in a directory of their own. */
final class Stack implements AutoCloseable {
    /** Gateways share the deliveries of all, so all have the same settings: endpoints of this machine, and tries that come quickly. */
    private static final Map<String, String> WEBHOOKS = Map.of(
            "STRAIT_GATEWAY_WEBHOOK_ALLOW_PRIVATE", "true",
            "STRAIT_GATEWAY_WEBHOOK_SCHEDULE_SECONDS", "0,1,1,2",
            "STRAIT_GATEWAY_WEBHOOK_TIMEOUT_SECONDS", "2");

    private final Path directory;
    private final Path bundle;
    private final Path artifacts;
    private final ScriptedWorker worker;
    private final Gateway shared;
    private EmbeddedKafka kafka;
    private boolean sharedClosed;

    private Stack(Path directory) throws IOException {
        this.directory = directory;
        this.kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        this.bundle = TestBundle.in(directory.resolve("bundle"));
        this.artifacts = directory.resolve("artifacts");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            TopicCatalogue.standard(topics(), 1).ensure(admin);
        }
        this.worker = new ScriptedWorker(kafka.bootstrap(), artifacts);
        this.shared = gateway();
    }

    static Stack start() throws IOException {
        return new Stack(Files.createTempDirectory("strait-gateway-it"));
    }

    static Topics topics() {
        return new Topics(TestBundle.manifest().name());
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    Path bundle() {
        return bundle;
    }

    /** Folder of the artifacts. */
    Path artifacts() {
        return artifacts;
    }

    ScriptedWorker worker() {
        return worker;
    }

    /** The gateway that all tests use; a test that closes one makes its own. */
    Gateway shared() {
        return shared;
    }

    /** Closes the shared gateway before its time: what the test starts is then the only one. */
    void closeShared() {
        await(shared.close());
        sharedClosed = true;
    }

    /** Client of the shared gateway. */
    Client client() {
        return new Client(shared);
    }

    GatewayConfig config(int port) {
        return config(port, Map.of());
    }

    private GatewayConfig config(int port, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(WEBHOOKS);
        all.putAll(settings);
        return GatewayConfig.of("127.0.0.1", port, kafka.bootstrap(), bundle, artifacts, all);
    }

    /** Another gateway; the caller closes it. */
    Gateway gateway() {
        return await(Gateway.start(config(0)));
    }

    /** Another gateway, with further settings; the caller closes it. */
    Gateway gateway(Map<String, String> settings) {
        return await(Gateway.start(config(0, settings)));
    }

    /** Keys of all that was ever handed to the first stage. */
    List<String> queued() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            String topic = topics().jobs(StageName.TOP);
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            // Not so many records: the ends of transactions take offsets too.
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<String> keys = new ArrayList<>();
            while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMillis(200))) {
                    keys.add(new String(entry.key(), StandardCharsets.UTF_8));
                }
            }
            return keys;
        }
    }

    /** Takes the broker away; its data stays. */
    void stopKafka() {
        kafka.close();
    }

    /** Brings the broker back, on its data and its port. */
    void startKafka() {
        int port = Integer.parseInt(kafka.bootstrap().split(":", 2)[1]);
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), port, Map.of());
    }

    static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("expected an answer within 20 s", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!sharedClosed) {
            closeShared();
        }
        worker.close();
        kafka.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
