package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.kafka.EmbeddedKafka;
import io.strait.model.Stage;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.artifact.DirectoryArtifactStore;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.ControlAction;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobStatus;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers with a fake engine on a real broker. Each test has a bundle name, so topics and groups, of its own. */
final class StageWorkerIT {
    private static final int EVENT_PARTITIONS = 2;
    private static final int SMALL = 64;
    private static final int LARGE = 128;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Admin admin;
    private static Log log;

    private final FakePasses passes = FakePasses.gated(Fixtures.CODES);
    private final List<StageWorker> workers = new ArrayList<>();
    private BundleManifest manifest = Fixtures.manifest();
    private Topics topics = new Topics("tiny");

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.start(directory.resolve("kafka"));
        admin = Admin.create(KafkaSettings.admin(kafka.bootstrap(), "test"));
        new TopicCatalogue(new Topics("tiny"), EVENT_PARTITIONS, 1, 1).ensure(admin);
        log = new Log(kafka.bootstrap(), EVENT_PARTITIONS);
    }

    @AfterAll
    static void stopBroker() {
        log.close();
        admin.close();
        kafka.close();
    }

    @BeforeEach
    void makeTopics(TestInfo info) {
        makeTopics(info.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT));
    }

    private void makeTopics(String bundle) {
        manifest = Fixtures.manifest(bundle);
        topics = new Topics(manifest.name());
        new TopicCatalogue(topics, EVENT_PARTITIONS, 1, 1).ensure(admin);
    }

    @AfterEach
    void closeWorkers() {
        passes.permit(100_000);
        workers.forEach(StageWorker::close);
    }

    /** Waits until these are all the previews of their stage, in this order. */
    private static void previews(JobId id, String... expected) {
        String stage = expected[0].split(" ", 2)[0];
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(log.previews(id))
                        .filteredOn(preview -> preview.startsWith(stage))
                        .containsExactly(expected));
    }

    @Test
    void threeStages() throws Exception {
        passes.permit(100_000);
        for (Stage stage : Stage.values()) {
            start(stage, passes, config("a"));
        }
        JobId first = queue(LARGE, 6, 2);
        await().atMost(LONG).until(() -> log.view(first).terminal());
        assertThat(log.names(first))
                .containsExactly(
                        "Started",
                        "StageCompleted",
                        "Started",
                        "StageCompleted",
                        "Started",
                        "StageCompleted",
                        "Completed");
        // Of a stage in order; a stage's last ones are made beside the next stage's first passes (ADR 8).
        previews(first, "TOP 1/6", "TOP 2/6", "TOP 4/6", "TOP 6/6");
        previews(first, "BOTTOM 1/4", "BOTTOM 2/4", "BOTTOM 4/4");
        previews(first, "UPSAMPLER 1/8", "UPSAMPLER 2/8", "UPSAMPLER 4/8", "UPSAMPLER 6/8");
        JobId second = queue(LARGE, 6, 0);
        await().atMost(LONG).until(() -> log.view(second).terminal());
        assertThat(completed(second)).isEqualTo(completed(first));
        assertThat(completed(first).getWidth()).isEqualTo(LARGE);
        assertThat(new DirectoryArtifactStore(directory.resolve("artifacts"))
                        .get(completed(first).getArtifact()))
                .hasValueSatisfying(png ->
                        assertThat((long) png.length).isEqualTo(completed(first).getBytes()));
        assertThat(log.previews(second)).isEmpty();
        JobId third = Fixtures.id(1);
        JobSpec spec = JobSpec.newBuilder(Fixtures.spec(manifest, third, SMALL, 6, 0))
                .setFormat("webp;q=80")
                .build();
        log.queue(topics.jobs(StageName.TOP), Fixtures.job(spec));
        await().atMost(LONG).until(() -> log.view(third).terminal());
        assertThat(completed(third).getFormat()).isEqualTo("webp");
        assertThat(completed(third).getArtifact()).endsWith(".webp");
    }

    @Test
    void aClosingWorkerGivesItsJobToAnother() throws Exception {
        StageWorker closing = start(Stage.TOP, passes, config("closing").holding(own -> own.withDrain(Duration.ZERO)));
        start(Stage.BOTTOM, FakePasses.open(Fixtures.CODES), config("b"));
        JobId id = queue(SMALL, 4, 1);
        await().atMost(LONG).until(() -> !passes.batches().isEmpty());
        StageWorker other = start(Stage.TOP, FakePasses.open(Fixtures.CODES), config("other"));
        CompletableFuture<Void> closed = CompletableFuture.runAsync(closing::close);
        await().atMost(LONG).until(() -> log.view(id).terminal());
        assertThat(closed).isNotDone();
        passes.permit(100);
        await().atMost(LONG).until(closed::isDone);
        assertThat(log.view(id).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(log.names(id).stream().filter("Completed"::equals)).hasSize(1);
        assertThat(jobs(other, Outcome.HANDED_OVER)).isEqualTo(1);
    }

    @Test
    void aBugStopsTheWorkerAndAnotherDoesTheJob() throws Exception {
        FakePasses broken = FakePasses.gated(Fixtures.CODES);
        StageWorker stopping = start(Stage.TOP, broken, config("broken"));
        start(Stage.BOTTOM, FakePasses.open(Fixtures.CODES), config("b"));
        JobId id = queue(SMALL, 4, 0);
        await().atMost(LONG).until(() -> !broken.batches().isEmpty());
        start(Stage.TOP, FakePasses.open(Fixtures.CODES), config("other"));
        broken.breakDown();
        broken.permit(1);
        await().atMost(LONG).until(() -> log.view(id).terminal());
        assertThat(log.view(id).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(stopping.ready()).isFalse();
        assertThat(stopping.ended().toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void renewalKeepsALongJob() throws Exception {
        Duration lock = Duration.ofSeconds(2);
        lockFor(lock);
        StageWorker holding =
                start(Stage.TOP, passes, config("holding").holding(own -> own.withRenewEvery(Duration.ofMillis(500))));
        JobId id = queue(SMALL, 4, 0);
        await().atMost(LONG).until(() -> !passes.batches().isEmpty());
        FakePasses idle = FakePasses.open(Fixtures.CODES);
        start(Stage.TOP, idle, config("idle"));
        await().during(lock.multipliedBy(3))
                .atMost(LONG)
                .until(() -> idle.batches().isEmpty());
        passes.permit(100);
        await().atMost(LONG).until(() -> jobs(holding, Outcome.HANDED_OVER) == 1);
        assertThat(log.names(id)).containsExactly("Started", "StageCompleted");
        assertThat(jobs(holding, Outcome.LOST)).isZero();
        assertThat(passes.batches()).hasSize(4);
    }

    @Test
    void aLostLockEndsTheJobHere() throws Exception {
        lockFor(Duration.ofSeconds(2));
        // Renews too late, as a worker does that was stopped for longer than the lock.
        StageWorker late = start(Stage.TOP, passes, config("late").holding(own -> own.withLanes(1)));
        JobId id = queue(SMALL, 4, 0);
        await().atMost(LONG).until(() -> !passes.batches().isEmpty());
        StageWorker other = start(Stage.TOP, FakePasses.open(Fixtures.CODES), config("other"));
        await().atMost(LONG).until(() -> jobs(other, Outcome.HANDED_OVER) == 1);
        await().atMost(LONG).until(() -> jobs(late, Outcome.LOST) == 1);
        passes.permit(100);
        await().atMost(LONG).until(late::ready);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(log.names(id)).containsExactly("Started", "Started", "StageCompleted"));
        assertThat(jobs(late, Outcome.HANDED_OVER)).isZero();
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void everyStageDropsJobsThatNobodyWaitsForWithinAPass(Stage stage) throws Exception {
        // Or it would be given what the stage before made of the jobs at its end.
        makeTopics("drops-" + stage.wireName());
        StageWorker worker = start(stage, passes, config("a").holding(own -> own.withLanes(4)));
        JobSpec held = queueAt(stage, Duration.ofMinutes(10));
        await().atMost(LONG).until(() -> passes.batches().size() == 1);
        cancel(held);
        List<JobSpec> cancelled = new ArrayList<>();
        // The news comes when it comes; a job that is cancelled later and dropped on arrival says that it has.
        for (int busy = 2; busy <= 4 && jobs(worker, Outcome.CANCELLED) == 0; busy++) {
            JobSpec dropped = cancel(Fixtures.spec(manifest, Fixtures.id(1), LARGE, 4, 0));
            log.queue(topics.jobs(StageName.valueOf(stage.name())), Fixtures.job(dropped, manifest, stage));
            cancelled.add(dropped);
            int admitted = busy;
            await().atMost(LONG).until(() -> jobs(worker, Outcome.CANCELLED) > 0 || busy(worker) == admitted);
        }
        assertThat(jobs(worker, Outcome.CANCELLED)).isPositive();
        passes.permit(1);
        await().atMost(LONG).until(() -> busy(worker) == 0);
        queueAt(stage, Duration.ofMillis(-1));
        await().atMost(LONG).until(() -> jobs(worker, Outcome.EXPIRED) == 1);
        assertThat(passes.batches()).hasSize(1);

        JobSpec expiring = queueAt(stage, Duration.ofMillis(700));
        await().atMost(LONG).until(() -> passes.batches().size() == 2);
        await().atMost(LONG).until(() -> System.currentTimeMillis() > expiring.getDeadline());
        passes.permit(1);
        await().atMost(LONG).until(() -> jobs(worker, Outcome.EXPIRED) == 2);
        assertThat(passes.batches()).hasSize(2);
        // Every lane is free for others.
        for (int i = 0; i < 4; i++) {
            queueAt(stage, Duration.ofMinutes(10));
        }
        await().atMost(LONG).until(() -> busy(worker) == 4);
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(log.names(JobId.parse(expiring.getJobId()))).containsExactly("Started"));
        assertThat(log.names(JobId.parse(held.getJobId()))).containsExactly("Started");
        assertThat(log.names(JobId.parse(cancelled.get(cancelled.size() - 1).getJobId())))
                .isEmpty();
    }

    private static int busy(StageWorker worker) {
        return (int) worker.meters().get(WorkerMetrics.LANES_BUSY).gauge().value();
    }

    private JobSpec queueAt(Stage stage, Duration deadline) throws Exception {
        JobSpec spec = JobSpec.newBuilder(Fixtures.spec(manifest, Fixtures.id(1), LARGE, 4, 0))
                .setDeadline(System.currentTimeMillis() + deadline.toMillis())
                .build();
        log.queue(topics.jobs(StageName.valueOf(stage.name())), Fixtures.job(spec, manifest, stage));
        return spec;
    }

    private static JobSpec cancel(JobSpec spec) throws Exception {
        log.control(new Control(spec.getJobId(), System.currentTimeMillis(), ControlAction.CANCEL));
        return spec;
    }

    @Test
    void jobsCancelledBeforeTheWorkerStartedDoNotRun() throws Exception {
        JobId id = queue(SMALL, 4, 0);
        log.control(new Control(id.toString(), System.currentTimeMillis(), ControlAction.CANCEL));
        StageWorker worker = start(Stage.TOP, passes, config("a"));
        await().atMost(LONG).until(() -> jobs(worker, Outcome.CANCELLED) == 1);
        assertThat(passes.batches()).isEmpty();
        assertThat(log.names(id)).isEmpty();
    }

    @Test
    void whatCanNeverSucceedFailsWithACode() throws Exception {
        start(Stage.TOP, passes, config("a"));
        JobId foreign = Fixtures.id(0);
        log.queue(
                topics.jobs(StageName.TOP),
                Fixtures.job(Fixtures.spec(Fixtures.manifest("other"), foreign, SMALL, 4, 0)));
        JobId damaged = Fixtures.id(1);
        JobId unwritable = Fixtures.id(1);
        JobSpec gif = JobSpec.newBuilder(Fixtures.spec(manifest, unwritable, SMALL, 4, 0))
                .setFormat("gif")
                .build();
        log.write(topics.jobs(StageName.TOP), damaged.toString(), new byte[] {1, 2, 3});
        log.queue(topics.jobs(StageName.TOP), Fixtures.job(gif));
        await().atMost(LONG)
                .until(() -> log.view(foreign).terminal()
                        && log.view(damaged).terminal()
                        && log.view(unwritable).terminal());
        assertThat(failed(unwritable).getCode()).isEqualTo("unprocessable");
        assertThat(failed(foreign).getCode()).isEqualTo("unknown-bundle");
        assertThat(failed(damaged).getCode()).isEqualTo("unprocessable");
        assertThat(log.deadLetters(topics)).singleElement().satisfies(letter -> {
            assertThat(letter.getCode()).isEqualTo(DeadLetters.UNDECODABLE);
            assertThat(letter.getJobId()).isEqualTo(damaged.toString());
            assertThat(letter.getReason()).contains("StageJob: expected a single-object encoded record");
            assertThat(letter.getTopic()).isEqualTo(topics.jobs(StageName.TOP));
            assertThat(letter.getOffset()).isEqualTo(1);
            assertThat(letter.getDeliveries()).isEqualTo(1);
            assertThat(letter.getValue().array()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void recordsThatNameNoJobAreDeadLetters() throws Exception {
        start(Stage.TOP, passes, config("a"));
        log.write(topics.jobs(StageName.TOP), "no job's id", new byte[0]);
        JobSpec nameless = JobSpec.newBuilder(Fixtures.spec(manifest, Fixtures.id(0), SMALL, 4, 0))
                .setJobId("7")
                .build();
        log.queue(topics.jobs(StageName.TOP), Fixtures.job(nameless));
        await().atMost(LONG).until(() -> log.deadLetters(topics).size() == 2);
        assertThat(log.deadLetters(topics))
                .allSatisfy(letter -> assertThat(letter.getJobId()).isNull());
        assertThat(log.deadLetters(topics))
                .anySatisfy(letter -> assertThat(letter.getReason()).contains("got 7"));
    }

    @Test
    void anUnwritableStoreHoldsTheJobUntilItIsBack() throws Exception {
        passes.permit(100);
        Path blocked = directory.resolve("blocked");
        Files.writeString(blocked, "a file where a directory is to be");
        WorkerConfig config = WorkerConfig.of(kafka.bootstrap(), directory, blocked, "a");
        start(Stage.TOP, passes, config("a"));
        StageWorker worker = start(Stage.BOTTOM, passes, config);
        JobId id = queue(SMALL, 4, 0);
        await().atMost(LONG).until(() -> !worker.ready());
        assertThat(log.view(id).terminal()).isFalse();
        Files.delete(blocked);
        await().atMost(LONG).until(() -> log.view(id).status() == JobStatus.COMPLETED);
        await().atMost(LONG).until(worker::ready);
    }

    private void lockFor(Duration lock) throws Exception {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, topics.group(StageName.TOP));
        ConfigEntry entry = new ConfigEntry("share.record.lock.duration.ms", Long.toString(lock.toMillis()));
        admin.incrementalAlterConfigs(Map.of(group, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private JobId queue(int size, int topSteps, int previewEvery) throws Exception {
        JobId id = Fixtures.id(1);
        log.queue(topics.jobs(StageName.TOP), Fixtures.job(Fixtures.spec(manifest, id, size, topSteps, previewEvery)));
        return id;
    }

    private WorkerConfig config(String workerId) {
        return WorkerConfig.of(kafka.bootstrap(), directory, directory.resolve("artifacts"), workerId)
                .holding(own -> own.withLanes(2));
    }

    private StageWorker start(Stage stage, Passes engine, WorkerConfig config) {
        StageWorker worker = StageWorker.start(
                config, new Fixtures.Program(stage), manifest, engine, new SimpleMeterRegistry(), () -> {});
        workers.add(worker);
        await().atMost(LONG).until(worker::ready);
        return worker;
    }

    private static int jobs(StageWorker worker, Outcome outcome) {
        return (int) worker.meters()
                .get(WorkerMetrics.JOBS)
                .tag("outcome", outcome.wireName())
                .counter()
                .count();
    }

    private static Completed completed(JobId id) {
        return (Completed) log.view(id).outcome().orElseThrow().getWhat();
    }

    private static Failed failed(JobId id) {
        return (Failed) log.view(id).outcome().orElseThrow().getWhat();
    }
}
