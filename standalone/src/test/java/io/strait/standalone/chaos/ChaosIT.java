package io.strait.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import io.strait.schemas.codec.WriterVersion;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults in turn on one broker, a gateway and a worker of each stage, all processes of their own. The workers run no network but wait so
 * long for each pass (see {@link io.strait.worker.Rehearsal}); all else is what ships. In every build with a few jobs each, those that are tagged left out;
 * with the profile chaos all, with 200.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChaosIT {
    private static final int JOBS = Integer.getInteger("strait.chaos.jobs", 12);
    private static final boolean FULL = JOBS >= 200;
    private static final Duration LOCK = Duration.ofSeconds(15);
    private static final Duration AWAY = Duration.ofSeconds(FULL ? 30 : 4);
    private static final Duration HEALED_AFTER = Duration.ofSeconds(FULL ? 20 : 1);
    private static final int PASS_MILLIS = FULL ? 60 : 40;

    private final Rig rig;
    private final Cluster cluster;
    private final Journal journal;

    ChaosIT(@TempDir Path folder) throws IOException {
        this.rig = new Rig(new Cluster(folder, LOCK, PASS_MILLIS));
        this.cluster = rig.cluster();
        this.journal = rig.journal();
    }

    @BeforeAll
    void undisturbed() throws IOException, InterruptedException {
        rig.undisturbed();
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    @Test
    void workersOfEveryStageKilledInMidPass() throws IOException, InterruptedException {
        Load load = rig.load().submit(JOBS);
        int kills = FULL ? 15 : 3;
        for (int i = 0; i < kills && !load.ended(); i++) {
            String stage = Rig.STAGES.get(i % Rig.STAGES.size());
            await().atMost(Cluster.PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> load.anyAt(stage) || load.ended());
            rig.worker(stage).kill();
            rig.startWorker(stage);
        }
        rig.checkAllCompleted(load, JOBS);
    }

    @Test
    @Tag("chaos") // in every build: StageWorkerIT, a lock that is lost
    void aWorkerFrozenForLongerThanItsLocksComesBack() throws IOException, InterruptedException {
        Proc second = cluster.worker(rig.bundle(), "bottom");
        cluster.awaitReady(second, rig.worker("bottom"));
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        rig.worker("bottom").freeze();
        Rig.passTime(LOCK.plusSeconds(2));
        rig.worker("bottom").thaw();
        rig.checkAllCompleted(load, JOBS);
        second.stop();
    }

    @Test
    void theBrokerStopsAndStartsOnItsData() throws IOException, InterruptedException {
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        cluster.broker().stop();
        cluster.startBroker();
        if (FULL) {
            Load more = rig.load().submit(JOBS);
            await().atMost(Cluster.PATIENCE).until(() -> more.anyAt("bottom"));
            cluster.broker().kill();
            cluster.startBroker();
            rig.checkAllCompleted(more, JOBS);
        }
        rig.checkAllCompleted(load, JOBS);
    }

    @Test
    void theBrokerDoesNotAnswerForAWhile() throws IOException, InterruptedException {
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        cluster.broker().freeze();
        Rig.passTime(AWAY);
        cluster.broker().thaw();
        rig.checkAllCompleted(load, JOBS);
    }

    @Test
    @Tag("chaos") // in every build: theBrokerDoesNotAnswerForAWhile, imagesCannotBeStoredForAWhile
    void aProducerThatIsFullLosesNothing() throws IOException, InterruptedException {
        // Room for two batches; passes so slow that every lane holds a job when the broker goes away.
        Map<String, String> settings = Map.of("STRAIT_WORKER_SEND_BUFFER_KIB", "32", "REHEARSAL_PASS_MILLIS", "150");
        Proc full = cluster.worker(rig.bundle(), "bottom", settings, List.of());
        cluster.awaitReady(full);
        rig.worker("bottom").stop();
        rig.replace("bottom", full);
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.countAt("bottom") > 2);
        cluster.broker().freeze();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> full.output().contains("Failed to allocate"));
            Rig.passTime(HEALED_AFTER);
        } finally {
            cluster.broker().thaw();
        }
        rig.checkAllCompleted(load, JOBS);
        rig.startWorker("bottom");
        full.stop();
    }

    @Test
    void theGatewayIsKilledWhileClientsStream() throws IOException, InterruptedException {
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        rig.gateway().kill();
        rig.startGateway();
        rig.checkAllCompleted(load, JOBS);
        assertThat(load.watches())
                .anySatisfy(watch -> assertThat(watch.resumes()).isGreaterThan(1));
    }

    @Test
    void imagesCannotBeStoredForAWhile() throws IOException, InterruptedException {
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        // Nobody, not even root, can make a file there.
        Path away = cluster.artifacts().resolveSibling("artifacts-away");
        Files.move(cluster.artifacts(), away);
        Files.createSymbolicLink(cluster.artifacts(), Path.of("/proc/self"));
        Rig.passTime(HEALED_AFTER);
        Files.delete(cluster.artifacts());
        Files.move(away, cluster.artifacts());
        rig.checkAllCompleted(load, JOBS);
    }

    @Test
    @Tag("chaos") // in every build: imagesCannotBeStoredForAWhile
    void theDiskIsFullForAWhile() throws IOException, InterruptedException {
        // An image that is there already is not written again.
        try (Stream<Path> images = Files.walk(cluster.artifacts())) {
            for (Path image : images.filter(Files::isRegularFile).toList()) {
                Files.delete(image);
            }
        }
        for (String stage : Rig.STAGES.subList(1, Rig.STAGES.size())) {
            rig.worker(stage).limitFiles("100");
        }
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        Rig.passTime(HEALED_AFTER);
        assertThat(load.watches()).noneMatch(watch -> watch.end().isDone());
        for (String stage : Rig.STAGES.subList(1, Rig.STAGES.size())) {
            rig.worker(stage).limitFiles("unlimited");
        }
        rig.checkAllCompleted(load, JOBS);
    }

    @Test
    void cancelsRaceCompletionAndAllReadersAgree() throws IOException, InterruptedException {
        int otherPort = Cluster.freePort();
        URI otherUrl = URI.create("http://127.0.0.1:" + otherPort);
        try (Proc other = cluster.gateway(rig.bundle(), otherPort)) {
            cluster.awaitReady(otherUrl);
            Load load = rig.load().submit(JOBS);
            load.cancelNearTheEnd(new Random(9));
            load.awaitEnd();
            List<Watch> others = rig.readers(load, otherUrl);
            others.forEach(Watch::open);
            Map<String, Integer> outcomes = load.check(journal, rig.twins());
            assertThat(outcomes.keySet()).isSubsetOf("completed", "cancelled").contains("cancelled");
            for (int i = 0; i < others.size(); i++) {
                assertThat(others.get(i).end().get(30, TimeUnit.SECONDS))
                        .isEqualTo(load.watches().get(i).end().join());
                assertThat(others.get(i).problems()).isEmpty();
            }
            rig.checkNoDeadLetters(load);
            other.stop();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("expected the other gateway to tell of every end", e);
        }
    }

    @Test
    void deadlinesPassWithNoWorkerAlive() throws IOException, InterruptedException {
        for (String stage : Rig.STAGES) {
            rig.worker(stage).terminate();
        }
        for (String stage : Rig.STAGES) {
            rig.worker(stage).awaitEnd();
        }
        Load load = rig.load().within(Duration.ofSeconds(1)).submit(JOBS);
        load.awaitEnd();
        for (String stage : Rig.STAGES) {
            rig.startWorker(stage);
        }
        await().atMost(Cluster.PATIENCE).until(() -> cluster.waiting(rig.url(), "top") == 0);
        List<Watch> late = rig.readers(load, rig.url());
        late.forEach(Watch::open);
        late.forEach(watch ->
                assertThat(watch.end()).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("expired"));
        assertThat(late).allSatisfy(watch -> assertThat(watch.problems()).isEmpty());
        assertThat(load.check(journal, rig.twins())).isEqualTo(Map.of("expired", JOBS));
        rig.checkNoDeadLetters(load);
        Map<String, List<JobEvent>> log = journal.events();
        assertThat(load.watches())
                .allSatisfy(watch -> assertThat(log.getOrDefault(watch.id(), List.of()))
                        .extracting(event -> event.getWhat().getClass().getSimpleName())
                        .containsExactly("Queued", "Expired"));
    }

    @Test
    void jobsQueuedTwiceEndOnce() throws IOException, InterruptedException, ExecutionException {
        // With a second worker both may finish the same job; one alone still holds both records at once.
        List<Proc> seconds = FULL ? List.of(cluster.worker(rig.bundle(), "bottom")) : List.of();
        cluster.awaitReady(seconds.toArray(Proc[]::new));
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(load::allSubmitted);
        Set<String> ids = load.watches().stream().map(Watch::id).collect(Collectors.toSet());
        for (StageName stage : List.of(StageName.TOP, StageName.BOTTOM)) {
            List<ProducerRecord<byte[], byte[]>> again = new ArrayList<>();
            journal.read(rig.topics().jobs(stage), record -> {
                if (ids.contains(new String(record.key(), StandardCharsets.UTF_8))) {
                    again.add(new ProducerRecord<>(record.topic(), record.key(), record.value()));
                }
            });
            try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", cluster.kafka()),
                    new ByteArraySerializer(),
                    new ByteArraySerializer())) {
                for (ProducerRecord<byte[], byte[]> record : again) {
                    producer.send(record).get();
                }
            }
        }
        rig.checkAllCompleted(load, JOBS);
        for (Proc second : seconds) {
            second.stop();
        }
    }

    @Test
    @Tag("chaos") // four processes more
    void poolsOfTwoBundlesKeepApart() throws IOException, InterruptedException {
        Topics otherTopics = new Topics("chaos-other");
        cluster.topics(otherTopics);
        Path otherBundle = cluster.bundle(otherTopics.bundle());
        int otherPort = Cluster.freePort();
        URI otherUrl = URI.create("http://127.0.0.1:" + otherPort);
        List<Proc> others = new ArrayList<>(List.of(cluster.gateway(otherBundle, otherPort)));
        for (String stage : Rig.STAGES) {
            others.add(cluster.worker(otherBundle, stage));
        }
        cluster.awaitReady(otherUrl);
        Load first = rig.load(otherUrl).submit(Load.DISTINCT);
        first.awaitEnd();
        Load load = rig.load().submit(JOBS);
        Load otherLoad = rig.load(otherUrl).submit(JOBS);
        rig.checkAllCompleted(load, JOBS);
        otherLoad.awaitEnd();
        assertThat(otherLoad.check(journal, first.images())).isEqualTo(Map.of("completed", JOBS));
        assertThat(journal.deadLetters(otherTopics)).isEmpty();
        Map<String, List<JobEvent>> log = journal.events();
        String hash = TinyBundle.manifest("chaos").hash();
        String otherHash = TinyBundle.manifest(otherTopics.bundle()).hash();
        assertThat(load.watches())
                .allSatisfy(watch -> assertThat(bundles(log, watch)).containsOnly(hash));
        assertThat(otherLoad.watches())
                .allSatisfy(watch -> assertThat(bundles(log, watch)).containsOnly(otherHash));
        others.forEach(Proc::close);
    }

    private static List<String> bundles(Map<String, List<JobEvent>> log, Watch watch) {
        return log.getOrDefault(watch.id(), List.of()).stream()
                .map(JobEvent::getWhat)
                .filter(Started.class::isInstance)
                .map(what -> ((Started) what).getBundleHash())
                .toList();
    }

    @Test
    @Tag("chaos") // in every build: WriterVersionTest
    void aRollingUpgradeHoldsWhatOldWorkersCannotRead() throws IOException, InterruptedException {
        int next = WriterVersion.newest() + 1;
        Path newer = cluster.newerSchema(next);
        String today = Integer.toString(next - 1);
        // Upgraded workers read the next version but write today's; one that is not writes the one before.
        Proc before = cluster.worker(
                rig.bundle(), "top", Map.of(WriterVersion.SETTING, Integer.toString(next - 2)), List.of());
        Proc upgraded = cluster.worker(rig.bundle(), "top", Map.of(WriterVersion.SETTING, today), List.of(newer));
        cluster.awaitReady(before, upgraded);
        Load load = rig.load().submit(JOBS);
        rig.checkAllCompleted(load, JOBS);
        // A writer is raised before the old workers are gone.
        rig.gateway().stop();
        rig.startGateway(Map.of(WriterVersion.SETTING, Integer.toString(next)), List.of(newer));
        cluster.awaitReady(rig.url());
        Load early = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE)
                .until(() -> (before.output() + rig.worker("top").output()).contains("its schema is unknown here"));
        before.stop();
        rig.worker("top").stop();
        rig.replace("top", upgraded);
        rig.checkAllCompleted(early, JOBS);
        // As it was, for the tests that follow.
        rig.gateway().stop();
        rig.startGateway();
        cluster.awaitReady(rig.url());
    }

    @Test
    @Tag("chaos") // in every build: PoisonIT of the worker's runtime
    void aPoisonJobEndsAloneAsADeadLetter() throws IOException, InterruptedException {
        rig.worker("top").stop();
        Map<String, String> limit = Map.of("STRAIT_WORKER_DELIVERY_LIMIT", "5");
        rig.replace("top", cluster.worker(rig.bundle(), "top", limit, List.of()));
        Load load = rig.load().submit(JOBS);
        Watch poison = rig.load().submit(RehearsalWorker.POISON);
        await().atMost(Duration.ofMinutes(8)).until(() -> {
            if (!rig.worker("top").alive()) {
                rig.replace("top", cluster.worker(rig.bundle(), "top", limit, List.of()));
            }
            return load.ended() && poison.end().isDone();
        });
        assertThat(poison.end().join()).isEqualTo("failed");
        assertThat(load.check(journal, rig.twins())).isEqualTo(Map.of("completed", JOBS));
        assertThat(journal.deadLetters(rig.topics()))
                .extracting(DeadLetter::getJobId)
                .containsExactly(poison.id());
        Map<String, List<JobEvent>> log = journal.events();
        assertThat(load.watches())
                .allSatisfy(watch -> assertThat(log.getOrDefault(watch.id(), List.of()))
                        .filteredOn(event ->
                                event.getWhat() instanceof Started started && started.getStage() == StageName.TOP)
                        .as("starts of %s: one, and one more for each of the poison's two in company", watch.id())
                        .hasSizeLessThanOrEqualTo(3));
    }

    @Test
    void aWorkerThatIsToldToEndFinishesWhatItHolds() throws IOException, InterruptedException {
        Proc second = cluster.worker(rig.bundle(), "bottom");
        cluster.awaitReady(second);
        Load load = rig.load().submit(JOBS);
        await().atMost(Cluster.PATIENCE).until(() -> load.anyAt("bottom"));
        rig.worker("bottom").stop();
        rig.replace("bottom", second);
        rig.checkAllCompleted(load, JOBS);
        Map<String, List<JobEvent>> log = journal.events();
        assertThat(load.watches())
                .allSatisfy(watch -> assertThat(log.getOrDefault(watch.id(), List.of()))
                        .filteredOn(event ->
                                event.getWhat() instanceof Started started && started.getStage() == StageName.BOTTOM)
                        .as("starts of %s", watch.id())
                        .hasSize(1));
    }
}
