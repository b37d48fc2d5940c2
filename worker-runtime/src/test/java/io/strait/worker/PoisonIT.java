package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.kafka.EmbeddedKafka;
import io.strait.model.Stage;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobStatus;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that ends the process which runs it, and what it does to others. The process is a real one. */
final class PoisonIT {
    private static final int LIMIT = 4;
    private static final Duration LONG = Duration.ofMinutes(4);

    private final BundleManifest manifest = Fixtures.manifest("poison");
    private final Topics topics = new Topics("poison");

    @TempDir
    private Path directory;

    private int crashes;

    @Test
    void aPoisonJobEndsAloneAsADeadLetter() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Admin admin = Admin.create(KafkaSettings.admin(kafka.bootstrap(), "test"))) {
            new TopicCatalogue(topics, 1, 1, 1).ensure(admin);
            WorkerConfig bottom =
                    WorkerConfig.of(kafka.bootstrap(), directory, directory.resolve("artifacts"), "bottom");
            try (Log log = new Log(kafka.bootstrap(), 1);
                    StageWorker bottomWorker = StageWorker.start(
                            bottom,
                            new Fixtures.Program(Stage.BOTTOM),
                            manifest,
                            FakePasses.open(Fixtures.CODES),
                            new SimpleMeterRegistry(),
                            () -> {})) {
                await().atMost(LONG).until(bottomWorker::ready);
                JobId poison = queue(log, CrashingWorker.POISON);
                List<JobId> others = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    others.add(queue(log, i));
                }
                serveUntilEnded(kafka.bootstrap(), log, Stream.concat(Stream.of(poison), others.stream()));
                check(log, poison, others);
            }
        }
    }

    private JobId queue(Log log, long seed) throws Exception {
        JobId id = Fixtures.id(0);
        JobSpec spec = Fixtures.withSeed(Fixtures.spec(manifest, id, 64, 4, 0), seed);
        log.queue(topics.jobs(StageName.TOP), Fixtures.job(spec));
        return id;
    }

    /** As a container engine does: starts the process again each time it ends. */
    private void serveUntilEnded(String kafka, Log log, Stream<JobId> jobs) throws IOException {
        List<JobId> all = jobs.toList();
        List<Process> started = new ArrayList<>(List.of(start(kafka)));
        try {
            await().atMost(LONG).until(() -> {
                Process last = started.get(started.size() - 1);
                if (!last.isAlive()) {
                    assertThat(last.exitValue()).isEqualTo(CrashingWorker.CRASHED);
                    crashes++;
                    started.add(start(kafka));
                }
                return all.stream().allMatch(id -> log.view(id).terminal());
            });
        } finally {
            started.forEach(Process::destroyForcibly);
        }
    }

    private Process start(String kafka) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        CrashingWorker.class.getName(),
                        manifest.name(),
                        crashLog().toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "CLASSPATH", System.getProperty("java.class.path"),
                        "STRAIT_KAFKA", kafka,
                        "STRAIT_BUNDLE", directory.toString(),
                        "STRAIT_ARTIFACTS", directory.resolve("artifacts").toString(),
                        "STRAIT_WORKER_DELIVERY_LIMIT", Integer.toString(LIMIT)));
        return builder.start();
    }

    private Path crashLog() {
        return directory.resolve("crashes");
    }

    private void check(Log log, JobId poison, List<JobId> others) throws IOException {
        assertThat(others).allSatisfy(id -> {
            assertThat(log.view(id).status()).isEqualTo(JobStatus.COMPLETED);
            assertThat(log.names(id).stream().filter("Completed"::equals)).hasSize(1);
            assertThat(log.names(id).stream().filter("Failed"::equals)).isEmpty();
        });
        assertThat(log.view(poison).status()).isEqualTo(JobStatus.FAILED);
        Failed failed = (Failed) log.view(poison).outcome().orElseThrow().getWhat();
        assertThat(failed.getCode()).isEqualTo(DeadLetters.UNDELIVERABLE);
        assertThat(crashes).isEqualTo(LIMIT);
        assertThat(Files.readAllLines(crashLog()).subList(Deliveries.IN_COMPANY, LIMIT))
                .containsOnly("1");
        assertThat(log.deadLetters(topics)).singleElement().satisfies(letter -> {
            assertThat(letter.getJobId()).isEqualTo(poison.toString());
            assertThat(letter.getCode()).isEqualTo(DeadLetters.UNDELIVERABLE);
            assertThat(letter.getTopic()).isEqualTo(topics.jobs(StageName.TOP));
            assertThat(letter.getPartition()).isZero();
            assertThat(letter.getOffset()).isZero();
            assertThat(letter.getDeliveries()).isEqualTo(LIMIT);
        });
    }
}
