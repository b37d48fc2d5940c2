package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.kafka.EmbeddedKafka;
import io.strait.model.Stage;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.artifact.ArtifactLocation;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import io.strait.schemas.job.JobStatus;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose artifacts are in an S3 store that goes away: a real server, a real broker. */
final class S3ArtifactsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    /** On its data and, once it has one, on its port. */
    private S3Proxy server(int port) throws Exception {
        Path data = directory.resolve("s3");
        Files.createDirectories(data.resolve("images"));
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", data.toString());
        S3Proxy server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .build();
        server.start();
        return server;
    }

    @Test
    void aStoreThatIsAwayHoldsTheJobUntilItIsBack() throws Exception {
        S3Proxy server = server(0);
        int port = server.getPort();
        server.stop();
        ArtifactLocation location = ArtifactLocation.parse(
                "s3://images/test",
                Map.of(
                        "STRAIT_S3_ENDPOINT", "http://127.0.0.1:" + port,
                        "STRAIT_S3_ACCESS_KEY", "me",
                        "STRAIT_S3_SECRET_KEY", "my-secret"));
        BundleManifest manifest = Fixtures.manifest("s3");
        Topics topics = new Topics(manifest.name());
        FakePasses passes = FakePasses.open(Fixtures.CODES);
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"));
                Admin admin = Admin.create(KafkaSettings.admin(kafka.bootstrap(), "test"))) {
            new TopicCatalogue(topics, 1, 1, 1).ensure(admin);
            WorkerConfig config = WorkerConfig.of(kafka.bootstrap(), directory, directory, "a")
                    .withArtifacts(location);
            try (Log log = new Log(kafka.bootstrap(), 1);
                    StageWorker top = start(Stage.TOP, config, manifest, passes);
                    StageWorker bottom = start(Stage.BOTTOM, config, manifest, passes)) {
                await().atMost(LONG).until(() -> top.ready() && bottom.ready());
                JobId id = Fixtures.id(0);
                log.queue(topics.jobs(StageName.TOP), Fixtures.job(Fixtures.spec(manifest, id, 64, 4, 0)));
                await().atMost(LONG).until(() -> !bottom.ready());
                assertThat(log.view(id).terminal()).isFalse();

                server = server(port);
                await().atMost(LONG).until(() -> log.view(id).status() == JobStatus.COMPLETED);
                await().atMost(LONG).until(bottom::ready);
                Completed completed =
                        (Completed) log.view(id).outcome().orElseThrow().getWhat();
                try (ArtifactStore store = location.open()) {
                    assertThat(store.get(completed.getArtifact()))
                            .hasValueSatisfying(
                                    png -> assertThat((long) png.length).isEqualTo(completed.getBytes()));
                }
            }
        } finally {
            server.stop();
        }
    }

    private static StageWorker start(Stage stage, WorkerConfig config, BundleManifest manifest, Passes passes) {
        return StageWorker.start(
                config, new Fixtures.Program(stage), manifest, passes, new SimpleMeterRegistry(), () -> {});
    }
}
