package io.strait.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.strait.kafka.EmbeddedKafka;
import io.strait.standalone.client.Accepted;
import io.strait.standalone.client.GatewayClient;
import io.strait.standalone.client.GenerationRequest;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services of compose.yaml as processes on this machine, each with its environment from there. */
final class ComposeIT {
    private static final List<String> SERVICES = List.of("gateway", "top-worker", "bottom-worker", "upsampler-worker");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int TERMINATED = 128 + 15;

    private final ComposeFile compose = ComposeFile.read(StackConfig.home().resolve("compose"));

    @TempDir
    Path folder = Path.of("");

    ComposeIT() throws IOException {}

    @Test
    void paintsAnImageInProcessesOfTheirOwn() throws IOException, InterruptedException {
        int port = freePort();
        Files.createDirectory(folder.resolve("artifacts"));
        List<ServiceProcess> processes = new ArrayList<>();
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(folder.resolve("kafka"), EmbeddedKafka.ANY_PORT, brokerSettings())) {
            for (String service : SERVICES) {
                processes.add(ServiceProcess.start(
                        service, compose.mainClass(service), environment(service, kafka.bootstrap(), port), folder));
            }
            URI gateway = URI.create("http://127.0.0.1:" + port);
            await().atMost(PATIENCE).until(() -> {
                processes.forEach(ServiceProcess::assertAlive);
                return ready(gateway);
            });
            for (String worker : SERVICES.subList(1, SERVICES.size())) {
                await().atMost(PATIENCE).until(() -> Files.exists(readyFile(worker)));
            }
            GatewayClient client = new GatewayClient(gateway);
            Accepted accepted =
                    client.submit(GenerationRequest.of(client.labels().get(0), 1, 512));
            assertThat(client.follow(accepted.id(), event -> {}).name()).isEqualTo("completed");
            assertThat(client.image(accepted.id())).startsWith(0x89, 'P', 'N', 'G');
            for (ServiceProcess process : processes) {
                assertThat(process.stop()).as(process.output()).isIn(0, TERMINATED);
            }
        } finally {
            processes.forEach(ServiceProcess::close);
        }
    }

    /** The service's own, with addresses and paths of this machine in place of the container's. */
    private Map<String, String> environment(String service, String kafka, int port) {
        Map<String, String> environment = new HashMap<>(compose.environment(service));
        replace(environment, "STRAIT_KAFKA", kafka);
        replace(
                environment,
                "STRAIT_BUNDLE",
                StackConfig.home().resolve("bundles").resolve("emoji-256").toString());
        replace(environment, "STRAIT_ARTIFACTS", folder.resolve("artifacts").toString());
        if (service.equals("gateway")) {
            replace(environment, "STRAIT_BIND", "127.0.0.1");
            replace(environment, "STRAIT_PORT", Integer.toString(port));
        } else {
            replace(environment, "STRAIT_METRICS_BIND", "127.0.0.1");
            replace(environment, "STRAIT_METRICS_PORT", "0");
            replace(environment, "STRAIT_READY_FILE", readyFile(service).toString());
        }
        return environment;
    }

    private Path readyFile(String service) {
        return folder.resolve(service + ".ready");
    }

    private static void replace(Map<String, String> environment, String name, String value) {
        assertThat(environment).containsKey(name);
        environment.put(name, value);
    }

    /** The broker's settings from compose.yaml, by the image's rule for names, without its addresses and folders. */
    private Map<String, String> brokerSettings() {
        Map<String, String> settings = new HashMap<>();
        compose.environment("kafka").forEach((name, value) -> {
            assertThat(name).startsWith("KAFKA_");
            settings.put(
                    name.substring("KAFKA_".length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
        });
        settings.keySet()
                .removeAll(List.of("listeners", "advertised.listeners", "controller.quorum.voters", "log.dirs"));
        assertThat(settings).containsEntry("group.share.max.size", "1000");
        return settings;
    }

    private static boolean ready(URI gateway) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/health/ready"))
                .timeout(PATIENCE)
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // does not listen yet
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
