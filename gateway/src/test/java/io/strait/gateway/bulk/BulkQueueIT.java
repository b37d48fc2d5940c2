package io.strait.gateway.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.gateway.TestBundle;
import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Dispatchers on a real broker, with lanes that do as the test says. */
class BulkQueueIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String A = "a";
    /** Its jobs lie in the same partition as those of A. */
    private static final String B = IntStream.range(0, 1_000)
            .mapToObj(i -> "b" + i)
            .filter(name -> partition(name) == partition(A))
            .findFirst()
            .orElseThrow();

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final List<BulkQueue> queues = new ArrayList<>();
    private Topics topics = new Topics("none");
    private ScriptedLanes lanes = ScriptedLanes.NONE;

    private static int partition(String tenant) {
        return Utils.toPositive(Utils.murmur2(Utils.utf8(tenant))) % TopicCatalogue.INTAKE_PARTITIONS;
    }

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(directory);
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void makeTopics(TestInfo info) {
        topics = new Topics(info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicCatalogue(topics, 2, 1, 1).ensure(admin);
        }
        lanes = new ScriptedLanes(kafka.bootstrap(), topics);
    }

    @AfterEach
    void close() {
        lanes.close();
        queues.forEach(BulkQueue::close);
    }

    private BulkQueue dispatcher(ToIntFunction<String> limit, Runnable betweenWrites) {
        BulkQueue queue = new BulkQueue(new Session.Parts(
                kafka.bootstrap(),
                topics.bundle() + "-" + queues.size(),
                topics,
                TestBundle.manifest(),
                limit,
                InstantSource.system(),
                betweenWrites));
        queues.add(queue);
        return queue;
    }

    private List<String> queue(String tenant, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JobSpec spec = Specs.spec(tenant, 256);
            lanes.intake(spec);
            ids.add(spec.getJobId());
        }
        return ids;
    }

    @Test
    void aTenantWithFewJobsDoesNotWaitForOneWithMany() {
        queue(A, 3 * TenantLine.WINDOW);
        lanes.start(1);
        dispatcher(tenant -> Integer.MAX_VALUE, () -> {});
        await().atMost(LONG).until(() -> lanes.given().size() == 2);
        List<String> few = queue(B, 2);
        // Some more of A go before the few have been read; then the tenants take turns, though 190 of A stand before
        // them in the log.
        while (!lanes.given().containsAll(few)) {
            int before = lanes.given().size();
            lanes.finish(2);
            await().atMost(LONG).until(() -> lanes.given().size() > before);
        }
        assertThat(lanes.given()).hasSizeLessThan(2 * TenantLine.WINDOW);
        lanes.finish(1_000);
        await().atMost(LONG).until(() -> lanes.given().size() == 3 * TenantLine.WINDOW + 2);
        assertThat(new HashSet<>(lanes.given())).hasSameSizeAs(lanes.given());
    }

    @Test
    void atMostSoManyOfATenantRunAndUnwantedOnesAreDropped() {
        List<String> many = queue(A, 6);
        lanes.event(many.get(1), new Cancelled("asked to"));
        lanes.cancelled(many.get(1));
        lanes.start(4);
        dispatcher(tenant -> tenant.equals(A) ? 1 : Integer.MAX_VALUE, () -> {});
        await().atMost(LONG).until(() -> !lanes.given().isEmpty());
        List<String> others = queue(B, 3);
        await().atMost(LONG).until(() -> lanes.given().containsAll(others));
        assertThat(lanes.given()).filteredOn(many::contains).containsExactly(many.get(0));
        lanes.finish(1_000);
        await().atMost(LONG).until(() -> lanes.given().size() == 5 + 3);
        assertThat(lanes.given()).doesNotContain(many.get(1));
        assertThat(lanes.mostAtATime(many)).isEqualTo(1);
    }

    @Test
    void everyJobOnceThoughDispatchersAreCutOff() {
        AtomicInteger decisions = new AtomicInteger();
        BulkQueue first = dispatcher(tenant -> 3, () -> {
            if (decisions.incrementAndGet() % 5 == 3) {
                throw new KafkaException("cut off between its two writes, by the test");
            }
        });
        dispatcher(tenant -> 3, () -> {});
        lanes.start(3);
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.addAll(queue("tenant-" + i, 10));
        }
        lanes.finish(15);
        await().atMost(LONG).until(() -> lanes.given().size() >= 15);
        first.abandon();
        lanes.finish(1_000);
        await().atMost(LONG).until(() -> lanes.given().containsAll(all));
        assertThat(lanes.given()).hasSameSizeAs(all);
        assertThat(lanes.mostAtATime(all.subList(0, 10))).isLessThanOrEqualTo(3);
    }
}
