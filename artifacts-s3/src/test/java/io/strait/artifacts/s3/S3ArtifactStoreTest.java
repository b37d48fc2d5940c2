package io.strait.artifacts.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.schemas.artifact.ArtifactLocation;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.artifact.ArtifactSweep;
import io.strait.schemas.artifact.ArtifactWriter;
import io.strait.schemas.artifact.StoredArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gaul.s3proxy.junit.S3ProxyExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server that speaks S3, and checks signatures. */
final class S3ArtifactStoreTest {
    private static final String BUCKET = "images";
    private static final byte[] CONTENT = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String NAME = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.png";

    @RegisterExtension
    private final S3ProxyExtension server =
            S3ProxyExtension.builder().withCredentials("me", "my-secret").build();

    private ArtifactStore store;

    private ArtifactStore open(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(
                Map.of("STRAIT_S3_ACCESS_KEY", server.getAccessKey(), "STRAIT_S3_SECRET_KEY", server.getSecretKey()));
        environment.put("STRAIT_S3_ENDPOINT", String.valueOf(server.getUri()));
        environment.putAll(more);
        return ArtifactLocation.parse("s3://" + BUCKET + "/strait/test", environment)
                .open();
    }

    @BeforeEach
    void makeBucket() {
        S3Settings settings = S3Settings.read(
                URI.create("s3://" + BUCKET),
                Map.of(
                        "STRAIT_S3_ENDPOINT", server.getUri().toString(),
                        "STRAIT_S3_ACCESS_KEY", server.getAccessKey(),
                        "STRAIT_S3_SECRET_KEY", server.getSecretKey()));
        try (S3Clients clients = S3Clients.open(settings)) {
            clients.client().createBucket(create -> create.bucket(BUCKET));
        }
        store = open(Map.of());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<StoredArtifact> list() throws IOException {
        List<StoredArtifact> found = new ArrayList<>();
        store.list(found::add);
        return found;
    }

    @Test
    void namesByContentAndGivesItBack() throws Exception {
        assertThat(store.put(CONTENT, "png")).isEqualTo(NAME);
        assertThat(store.put(CONTENT, "png")).isEqualTo(NAME);
        assertThat(store.get(NAME))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(CONTENT));
        try (InputStream in = store.open(NAME).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(list()).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo(NAME);
            assertThat(one.bytes()).isEqualTo(CONTENT.length);
            assertThat(one.modified()).isAfter(Instant.now().minusSeconds(60));
        });
        store.delete(NAME);
        store.delete(NAME);
        assertThat(list()).isEmpty();
        assertThat(store.get(NAME)).isEmpty();
        assertThat(store.open(NAME)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1000, S3ArtifactWriter.PART_BYTES + 77})
    void streamsContentOfAnyLength(int length) throws Exception {
        byte[] content = new byte[length];
        new Random(7).nextBytes(content);
        String name;
        try (ArtifactWriter writer = store.create("jsonl")) {
            for (int from = 0; from < length; from += 999_983) {
                writer.write(content, from, Math.min(999_983, length - from));
            }
            name = writer.finish();
        }
        assertThat(name).isEqualTo(store.put(content, "jsonl"));
        try (InputStream in = store.open(name).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(list()).hasSize(1);
    }

    @Test
    void whatIsNotFinishedIsForgotten() throws Exception {
        try (ArtifactWriter writer = store.create("jsonl")) {
            writer.write(new byte[S3ArtifactWriter.PART_BYTES + 1]);
        }
        assertThat(list()).isEmpty();
    }

    @Test
    void aLinkServesEverybodyForAWhile() throws Exception {
        store.put(CONTENT, "png");
        URI link = store.link(NAME, Duration.ofMinutes(5), "image/png").orElseThrow();
        HttpClient anybody = HttpClient.newHttpClient();
        HttpResponse<byte[]> answer = anybody.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(CONTENT);
        assertThat(answer.headers().firstValue("content-type")).hasValue("image/png");
        URI forged = URI.create(link.toString().replaceFirst("X-Amz-Signature=.", "X-Amz-Signature=x"));
        assertThat(anybody.send(HttpRequest.newBuilder(forged).build(), BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void linksNameTheEndpointThatClientsReach() throws Exception {
        try (ArtifactStore outside = open(Map.of("STRAIT_S3_LINK_ENDPOINT", "https://images.example:9000"))) {
            assertThat(outside.link(NAME, Duration.ofMinutes(5), "image/png").orElseThrow())
                    .hasScheme("https")
                    .hasHost("images.example")
                    .hasPath("/" + BUCKET + "/strait/test/" + NAME);
        }
    }

    @Test
    void sweepsTheOldestFirst() throws Exception {
        for (int i = 0; i < 4; i++) {
            store.put(new byte[] {(byte) i, 0, 0}, "png");
        }
        ArtifactSweep sweep = new ArtifactSweep(Duration.ofMinutes(10), Duration.ZERO, 7);
        assertThat(sweep.run(store, Instant.now()).deleted()).isZero();
        assertThat(sweep.run(store, Instant.now().plusSeconds(3600))).isEqualTo(new ArtifactSweep.Swept(2, 6, 6));
        assertThat(list()).hasSize(2);
    }

    @Test
    void aStoreThatIsAwayIsAnIoException() throws Exception {
        try (ArtifactStore away = open(Map.of("STRAIT_S3_ENDPOINT", "http://127.0.0.1:1"));
                ArtifactStore refused = open(Map.of("STRAIT_S3_SECRET_KEY", "wrong"))) {
            assertThatThrownBy(() -> away.put(CONTENT, "png"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("putting " + NAME + ": expected the S3 store to answer");
            assertThatThrownBy(() -> refused.get(NAME)).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> refused.list(each -> {})).isInstanceOf(IOException.class);
        }
    }

    @Test
    void namesAreChecked() {
        assertThatThrownBy(() -> store.get("../secret")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.put(CONTENT, "p/n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tellsEveryProblemOfItsSettings() {
        assertThatThrownBy(() -> ArtifactLocation.parse(
                                "s3://No_Bucket",
                                Map.of(
                                        "STRAIT_S3_ENDPOINT", "ftp://x",
                                        "STRAIT_S3_ACCESS_KEY", "only",
                                        "STRAIT_S3_PATH_STYLE", "maybe"))
                        .open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STRAIT_ARTIFACTS: expected s3://bucket")
                .hasMessageContaining("STRAIT_S3_ENDPOINT: expected an http or https URL, got ftp://x")
                .hasMessageContaining("expected both or neither")
                .hasMessageContaining("STRAIT_S3_PATH_STYLE: expected true or false, got maybe");
        assertThatThrownBy(() -> ArtifactLocation.parse("gs://bucket", Map.of()))
                .hasMessage("expected a directory or a URL of file, s3, got gs://bucket");
    }
}
