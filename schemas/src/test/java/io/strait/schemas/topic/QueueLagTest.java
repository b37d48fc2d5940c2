package io.strait.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.topic.QueueLag.Lag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueLagTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Test
    void countsWhatWaitsAndWhatIsWorkedOnAndSaysWhenTheBrokerIsAway(@TempDir Path directory) throws Exception {
        Topics topics = new Topics("lag");
        Queue top = topics.queues().get(0);
        assertThat(top)
                .isEqualTo(new Queue(StageName.TOP, "interactive", "lag.jobs.top.interactive", "lag.top.interactive"));
        Admin admin;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()));
            QueueLag lag = new QueueLag(admin);
            assertThat(read(lag, topics)).as("no topics").isEmpty();
            TopicCatalogue.standard(topics, 1).ensure(admin);
            assertThat(read(lag, topics))
                    .hasSize(topics.queues().size())
                    .allSatisfy(
                            (queue, one) -> assertThat(one).as(queue.topic()).isEqualTo(new Lag(0, 0)));
            write(kafka, top, 10);
            assertThat(read(lag, topics)).as("nobody has joined").containsEntry(top, new Lag(10, 10));

            take(kafka, top, 4);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(read(lag, topics)).containsEntry(top, new Lag(6, 10)));
        }
        try (admin) {
            QueueLag lag = new QueueLag(admin);
            assertThatThrownBy(() ->
                            lag.read(topics.queues(), Duration.ofMillis(300)).get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    private static Map<Queue, Lag> read(QueueLag lag, Topics topics) throws Exception {
        return lag.read(topics.queues(), TIMEOUT).get(10, TimeUnit.SECONDS);
    }

    private static void write(EmbeddedKafka kafka, Queue queue, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap()), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                var unused = producer.send(new ProducerRecord<>(queue.topic(), "key" + i, "job"));
            }
        }
    }

    /** Out of order: every second one is accepted, until there are enough. */
    private static void take(EmbeddedKafka kafka, Queue queue, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrap(),
                "group.id",
                queue.group(),
                "share.acknowledgement.mode",
                "explicit",
                "share.acquire.mode",
                "record_limit",
                "max.poll.records",
                1);
        try (KafkaShareConsumer<String, String> consumer =
                new KafkaShareConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(queue.topic()));
            int accepted = 0;
            for (int seen = 0; accepted < count; ) {
                for (var entry : consumer.poll(Duration.ofSeconds(1))) {
                    boolean accept = seen++ % 2 == 1;
                    consumer.acknowledge(entry, accept ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
                    accepted += accept ? 1 : 0;
                }
            }
        }
    }
}
