package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.artifact.ArtifactLocation;
import io.strait.schemas.artifact.ArtifactStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Gateways whose artifacts are in an S3 store: a real server, which checks signatures. */
@ExtendWith(SharedStack.class)
final class S3ArtifactsIT {
    private static final byte[] IMAGE = {7, 7, 7};

    @TempDir
    private Path directory;

    private final Stack stack;
    private S3Proxy server;
    private ArtifactStore store;

    S3ArtifactsIT(Stack stack) {
        this.stack = stack;
    }

    @BeforeEach
    void startServer() throws Exception {
        Files.createDirectories(directory.resolve("images"));
        Properties properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", directory.toString());
        server = S3Proxy.builder()
                .blobStore(BlobStores.create("filesystem-nio2", properties))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "me", "my-secret")
                .build();
        server.start();
        store = ArtifactLocation.parse("s3://images/it", s3()).open();
    }

    @AfterEach
    void stopServer() throws Exception {
        store.close();
        server.stop();
    }

    private Map<String, String> s3() {
        return Map.of(
                "STRAIT_S3_ENDPOINT", "http://127.0.0.1:" + server.getPort(),
                "STRAIT_S3_ACCESS_KEY", "me",
                "STRAIT_S3_SECRET_KEY", "my-secret");
    }

    private Gateway gateway(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(s3());
        environment.put("STRAIT_PORT", "0");
        environment.put("STRAIT_KAFKA", stack.bootstrap());
        environment.put("STRAIT_BUNDLE", stack.bundle().toString());
        environment.put("STRAIT_ARTIFACTS", "s3://images/it");
        environment.putAll(more);
        return Stack.await(Gateway.start(GatewayConfig.fromEnvironment(environment)));
    }

    private String finished() throws Exception {
        store.put(IMAGE, "png");
        String id = stack.client().generate("{\"label\":\"noto/heart\"}");
        stack.worker().completed(id, IMAGE);
        return "/v1/generations/" + id + "/image";
    }

    @Test
    void passesImagesOn() throws Exception {
        Gateway gateway = gateway(Map.of());
        try {
            HttpRequest.Builder image = new Client(gateway).request(finished());
            HttpResponse<byte[]> answer = Client.http().send(image.build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(IMAGE);
        } finally {
            Stack.await(gateway.close());
        }
    }

    @Test
    void sendsClientsToTheStoreIfToldSo() throws Exception {
        Gateway gateway = gateway(Map.of("STRAIT_GATEWAY_ARTIFACT_LINK_SECONDS", "60"));
        try {
            HttpRequest image = new Client(gateway).request(finished()).build();
            HttpResponse<byte[]> answer = Client.http().send(image, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(answer.headers().firstValue("location").orElseThrow())
                    .startsWith("http://127.0.0.1:" + server.getPort() + "/images/it/");
            HttpResponse<byte[]> followed = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NORMAL)
                    .build()
                    .send(image, BodyHandlers.ofByteArray());
            assertThat(followed.statusCode()).isEqualTo(200);
            assertThat(followed.body()).isEqualTo(IMAGE);
            assertThat(followed.headers().firstValue("content-type")).hasValue("image/png");
        } finally {
            Stack.await(gateway.close());
        }
    }

    @Test
    void sweepsWhatIsOverTheQuota() throws Exception {
        String old = store.put(new byte[1_100_000], "png");
        try (var files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
            }
        }
        String young = store.put(IMAGE, "png");
        Gateway gateway =
                gateway(Map.of("STRAIT_GATEWAY_ARTIFACT_QUOTA_MIB", "1", "STRAIT_GATEWAY_ARTIFACT_SWEEP_SECONDS", "1"));
        try {
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> store.get(old).isEmpty());
            assertThat(store.get(young)).isPresent();
        } finally {
            Stack.await(gateway.close());
        }
    }
}
