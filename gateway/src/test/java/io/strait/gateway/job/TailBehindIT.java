package io.strait.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.gateway.bulk.Specs;
import io.strait.gateway.metrics.GatewayMetrics;
import io.strait.gateway.tenant.Caller;
import io.strait.kafka.EmbeddedKafka;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.job.JobId;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tail of a busy gateway is behind the log's end: an accepted job is followed all the same, and an unknown one is missing. */
class TailBehindIT {
    private static final Topics TOPICS = new Topics("tail-behind");
    private static final Random RANDOM = new Random(5);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private Jobs jobs;

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(directory);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrap()))) {
            new TopicCatalogue(TOPICS, 1, 1, 1).ensure(admin);
        }
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @BeforeEach
    void connect() {
        GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
        jobs = new Jobs(kafka.bootstrap(), TOPICS, 2, 500, Clock.systemUTC(), metrics);
    }

    @AfterEach
    void close() {
        released.countDown();
        jobs.close();
        executor.shutdownNow();
    }

    @Test
    void acceptedJobIsFollowed() throws Exception {
        holdTheTail();
        JobId accepted = newId();
        jobs.submit(accepted, spec(accepted)).get();
        follow(accepted);
        released.countDown();

        await().atMost(Duration.ofMinutes(1)).until(() -> !heard.isEmpty());
        assertThat(heard).first().isEqualTo("found");
    }

    @Test
    void unknownJobIsMissing() throws Exception {
        holdTheTail();
        follow(newId());
        released.countDown();

        await().atMost(Duration.ofMinutes(1)).until(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("missing");
    }

    /** The tail hands a record to a reader that does not take it until it is released; till then it reads no further. */
    private void holdTheTail() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        Executor stuck = task -> {
            if (Thread.currentThread().getName().equals("gateway-tail")) {
                held.countDown();
                awaitRelease();
            }
        };
        JobId first = newId();
        jobs.followNew(first, stuck, new Listener()).get();
        jobs.submit(first, spec(first)).get();
        held.await();
    }

    private void follow(JobId id) throws Exception {
        jobs.follow(Caller.ANYBODY, id, Cursor.start(0), executor, new Listener());
        // Asked for in turn: the follower waits for the tail by now.
        jobs.newId().get();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static JobId newId() {
        return JobId.create(0, System.currentTimeMillis(), RANDOM);
    }

    private static JobSpec spec(JobId id) {
        return JobSpec.newBuilder(Specs.spec(Caller.ANYBODY.tenant(), 256))
                .setPriority(Priority.INTERACTIVE)
                .setJobId(id.toString())
                .build();
    }

    private final class Listener implements JobListener {
        @Override
        public void found() {
            heard.add("found");
        }

        @Override
        public void item(JobItem item) {
            heard.add("item");
        }

        @Override
        public void finished() {
            heard.add("finished");
        }

        @Override
        public void missing() {
            heard.add("missing");
        }

        @Override
        public void broken(Throwable cause) {
            heard.add("broken");
        }
    }
}
