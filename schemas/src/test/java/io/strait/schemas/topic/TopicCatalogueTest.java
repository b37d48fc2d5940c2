package io.strait.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicCatalogueTest {
    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(directory);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        kafka.close();
    }

    @Test
    void createsTopicsWithTheirSettingsAndMayRunAgain() throws Exception {
        Topics topics = new Topics("first");
        TopicCatalogue.standard(topics, 1).ensure(admin);
        TopicCatalogue.standard(topics, 1).ensure(admin);

        assertThat(admin.listTopics().names().get())
                .contains("events", "previews", "controls")
                .contains("first.jobs.top.interactive", "first.jobs.bottom.interactive")
                .contains("first.jobs.top.bulk", "first.intake", "first.dispatch")
                .contains("first.jobs.upsampler.interactive", "first.jobs.upsampler.suspects", "first.dead-letters");
        assertThat(config(ConfigResource.Type.TOPIC, topics.jobs(StageName.TOP), "retention.ms"))
                .isEqualTo("-1");
        assertThat(config(ConfigResource.Type.TOPIC, "previews", "retention.ms"))
                .isEqualTo("600000");
        assertThat(config(ConfigResource.Type.TOPIC, "controls", "cleanup.policy"))
                .isEqualTo("compact,delete");
        assertThat(config(ConfigResource.Type.GROUP, topics.group(StageName.TOP), "share.auto.offset.reset"))
                .isEqualTo("earliest");
        assertThat(config(ConfigResource.Type.GROUP, topics.group(StageName.UPSAMPLER), "share.delivery.count.limit"))
                .isEqualTo("10");
        assertThat(config(ConfigResource.Type.TOPIC, topics.intake(), "retention.ms"))
                .isEqualTo("-1");
        assertThat(config(
                        ConfigResource.Type.GROUP,
                        topics.group(StageName.TOP, Priority.BULK),
                        "share.auto.offset.reset"))
                .isEqualTo("earliest");
        assertThat(config(ConfigResource.Type.GROUP, topics.suspectsGroup(StageName.TOP), "share.auto.offset.reset"))
                .isEqualTo("earliest");
    }

    @Test
    void aWorkerThatJoinsLaterGetsWhatWaited() throws Exception {
        Topics topics = new Topics("second");
        TopicCatalogue.standard(topics, 1).ensure(admin);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topics.jobs(StageName.TOP), "key", "waiting"))
                    .get();
        }
        Map<String, Object> config = Map.of(
                "bootstrap.servers", kafka.bootstrap(),
                "group.id", topics.group(StageName.TOP),
                "share.acknowledgement.mode", "explicit");
        try (KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topics.jobs(StageName.TOP)));
            Optional<ConsumerRecord<String, String>> got =
                    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> first(consumer), Optional::isPresent);
            assertThat(got).hasValueSatisfying(record -> {
                assertThat(record.value()).isEqualTo("waiting");
                consumer.acknowledge(record, AcknowledgeType.ACCEPT);
            });
        }
    }

    @Test
    void saysWhatTheBrokerRefused() {
        assertThatThrownBy(() -> TopicCatalogue.standard(new Topics("third"), 3).ensure(admin))
                .isInstanceOf(TopicsUnavailableException.class)
                .hasMessageContaining("topic third.");
    }

    @Test
    void refusesEventsAndPreviewsThatDoNotMatch(@TempDir Path other) throws Exception {
        try (EmbeddedKafka fresh = EmbeddedKafka.start(other);
                Admin its = Admin.create(Map.of("bootstrap.servers", fresh.bootstrap()))) {
            its.createTopics(List.of(new NewTopic(Topics.EVENTS, 2, (short) 1)))
                    .all()
                    .get();
            assertThatThrownBy(() -> TopicCatalogue.standard(new Topics("x"), 1).ensure(its))
                    .hasMessage("topic previews: expected 2 partitions as events has, got 8");
        }
    }

    @Test
    void bundleNamesMustFitATopicName() {
        assertThatThrownBy(() -> new Topics("Emoji 256")).hasMessageContaining("got 'Emoji 256'");
    }

    private static Optional<ConsumerRecord<String, String>> first(KafkaShareConsumer<String, String> consumer) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
            return Optional.of(record);
        }
        return Optional.empty();
    }

    private static String config(ConfigResource.Type type, String name, String key) throws Exception {
        ConfigResource resource = new ConfigResource(type, name);
        Map<ConfigResource, Config> found =
                admin.describeConfigs(List.of(resource)).all().get();
        return Objects.requireNonNull(found.get(resource)).get(key).value();
    }
}
