package io.strait.standalone.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.topic.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is disturbed: a broker, a gateway and a worker of each stage, and what every image looks like when nothing goes wrong. */
final class Rig implements AutoCloseable {
    static final List<String> STAGES = List.of("top", "bottom", "upsampler");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Topics topics = new Topics("chaos");
    private final Map<String, Proc> workers = new HashMap<>();
    private final Cluster cluster;
    private final Path bundle;
    private final int port = Cluster.freePort();
    private final Journal journal;
    private Proc gateway;
    private Map<Long, byte[]> twins = Map.of();

    Rig(Cluster cluster) throws IOException {
        this.cluster = cluster;
        this.bundle = cluster.bundle(topics.bundle());
        this.journal = new Journal(cluster.kafka());
        cluster.topics(topics);
        this.gateway = cluster.gateway(bundle, port);
        for (String stage : STAGES) {
            startWorker(stage);
        }
    }

    /** Draws every image once, with nothing in the way. */
    void undisturbed() throws IOException, InterruptedException {
        cluster.awaitReady(url());
        Load load = load().submit(Load.DISTINCT);
        load.awaitEnd();
        twins = load.images();
        assertThat(twins).hasSize(Load.DISTINCT);
        assertThat(load.check(journal, twins)).isEqualTo(Map.of("completed", Load.DISTINCT));
    }

    Cluster cluster() {
        return cluster;
    }

    Topics topics() {
        return topics;
    }

    Path bundle() {
        return bundle;
    }

    Journal journal() {
        return journal;
    }

    /** Images by seed, as they must be. */
    Map<Long, byte[]> twins() {
        return twins;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Load load() {
        return load(url());
    }

    /** Of another gateway. */
    Load load(URI at) {
        return new Load(http, () -> at, TinyBundle.LABEL);
    }

    /** Readers of the same jobs at a gateway, not yet open. */
    List<Watch> readers(Load load, URI at) {
        return load.watches().stream()
                .map(watch -> new Watch(http, () -> at, watch.id()))
                .toList();
    }

    Proc gateway() {
        return gateway;
    }

    /** Starts the gateway again, on its port. */
    void startGateway() throws IOException {
        startGateway(Map.of(), List.of());
    }

    void startGateway(Map<String, String> settings, List<Path> firstOnClassPath) throws IOException {
        gateway = cluster.gateway(bundle, port, settings, firstOnClassPath);
    }

    Proc worker(String stage) {
        Proc worker = workers.get(stage);
        if (worker == null) {
            throw new AssertionError("expected a worker of " + stage);
        }
        return worker;
    }

    /** Starts a stage's worker anew. */
    void startWorker(String stage) throws IOException {
        replace(stage, cluster.worker(bundle, stage));
    }

    /** From now on this is the stage's worker. */
    void replace(String stage, Proc worker) {
        workers.put(stage, worker);
    }

    /** All completed, each once and right; nothing given up. */
    void checkAllCompleted(Load load, int jobs) throws IOException, InterruptedException {
        load.awaitEnd();
        assertThat(load.check(journal, twins)).isEqualTo(Map.of("completed", jobs));
        checkNoDeadLetters(load);
    }

    void checkNoDeadLetters(Load load) {
        Set<String> ids = load.watches().stream().map(Watch::id).collect(Collectors.toSet());
        assertThat(journal.deadLetters(topics)).extracting(DeadLetter::getJobId).doesNotContainAnyElementsOf(ids);
    }

    static void passTime(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(30)).until(() -> true);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
