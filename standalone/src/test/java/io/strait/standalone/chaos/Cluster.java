package io.strait.standalone.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.GatewayMain;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
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
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** Broker, gateways and workers as processes of their own, in one folder. The broker keeps its port when it is started again. */
final class Cluster implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LANES = 4;

    private final Path folder;
    private final Duration lock;
    private final int passMillis;
    private final int brokerPort = freePort();
    private final List<Proc> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private Proc broker;
    private int started;

    /**
     * Starts the broker.
     *
     * @param lock how long a worker's record stays its own without a renewal
     */
    Cluster(Path folder, Duration lock, int passMillis) throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.passMillis = passMillis;
        Files.createDirectories(artifacts());
        this.broker = startBroker();
    }

    String kafka() {
        return "127.0.0.1:" + brokerPort;
    }

    Proc broker() {
        return broker;
    }

    Path artifacts() {
        return folder.resolve("artifacts");
    }

    Path bundle(String name) throws IOException {
        return TinyBundle.in(folder.resolve("bundles"), name);
    }

    /** Starts the broker on its port and its data. */
    Proc startBroker() throws IOException {
        broker = keep(Proc.start(
                "broker-" + started++,
                BrokerProcess.class,
                400,
                Map.of("BROKER_DATA", folder.resolve("kafka").toString(), "BROKER_PORT", Integer.toString(brokerPort)),
                folder,
                List.of()));
        return broker;
    }

    /** Makes a bundle's topics, with this cluster's lock. Waits for the broker. */
    void topics(Topics topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
            TopicCatalogue catalogue = TopicCatalogue.standard(topics, 1);
            catalogue.ensure(admin);
            Map<ConfigResource, java.util.Collection<AlterConfigOp>> locks = new HashMap<>();
            catalogue
                    .groups()
                    .forEach(group -> locks.put(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.record.lock.duration.ms", Long.toString(lock.toMillis())),
                                    AlterConfigOp.OpType.SET))));
            admin.incrementalAlterConfigs(locks).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("expected the broker to take settings", e);
        }
    }

    /** A gateway on a port, not yet ready. */
    Proc gateway(Path bundle, int port) throws IOException {
        return gateway(bundle, port, Map.of(), List.of());
    }

    Proc gateway(Path bundle, int port, Map<String, String> more, List<Path> classPath) throws IOException {
        Map<String, String> environment = environment(bundle);
        environment.putAll(more);
        environment.put("STRAIT_PORT", Integer.toString(port));
        return keep(Proc.start("gateway-" + started++, GatewayMain.class, 160, environment, folder, classPath));
    }

    /** A worker without a network, not yet ready. */
    Proc worker(Path bundle, String stage) throws IOException {
        return worker(bundle, stage, Map.of(), List.of());
    }

    Proc worker(Path bundle, String stage, Map<String, String> more, List<Path> classPath) throws IOException {
        Map<String, String> environment = environment(bundle);
        String name = stage + "-" + started++;
        environment.put("STRAIT_WORKER_ID", name);
        environment.put("STRAIT_LANES", Integer.toString(LANES));
        environment.put("STRAIT_READY_FILE", folder.resolve(name + ".ready").toString());
        environment.put("REHEARSAL_STAGE", stage);
        environment.put("REHEARSAL_PASS_MILLIS", Integer.toString(passMillis));
        environment.putAll(more);
        return keep(Proc.start(name, RehearsalWorker.class, 160, environment, folder, classPath));
    }

    /** A folder for the class path that makes a process know a version of a job's schema that no build has yet: a field more. */
    Path newerSchema(int version) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode schema = (ObjectNode) json.readTree(StageJob.getClassSchema().toString());
        ((ArrayNode) schema.get("fields"))
                .addObject()
                .put("name", "remark")
                .put("type", "string")
                .put("default", "none");
        Path root = folder.resolve("newer");
        Path file = root.resolve("io/strait/schemas/versions/" + version + "/StageJob.avsc");
        Files.createDirectories(file.getParent());
        json.writeValue(file.toFile(), schema);
        return root;
    }

    private Map<String, String> environment(Path bundle) {
        Map<String, String> environment = new HashMap<>();
        environment.put("STRAIT_KAFKA", kafka());
        environment.put("STRAIT_BUNDLE", bundle.toString());
        environment.put("STRAIT_ARTIFACTS", artifacts().toString());
        return environment;
    }

    /** Waits until workers take jobs. */
    void awaitReady(Proc... workers) {
        for (Proc worker : workers) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                worker.assertAlive();
                return Files.exists(folder.resolve(worker.name() + ".ready"));
            });
        }
    }

    /** Waits until a gateway would have a job worked on. */
    void awaitReady(URI gateway) {
        HttpRequest request = HttpRequest.newBuilder(gateway.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
            try {
                return http.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false; // does not listen yet
            }
        });
    }

    /** Interactive jobs that a stage has not dealt with, as a gateway tells; NaN if it does not know. */
    double waiting(URI gateway, String stage) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve("/metrics")).build();
        String row = "gateway_queue_lag{priority=\"interactive\",stage=\"" + stage + "\"} ";
        return http.send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(row))
                .mapToDouble(line -> Double.parseDouble(line.substring(row.length())))
                .findAny()
                .orElse(Double.NaN);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Proc keep(Proc process) {
        processes.add(process);
        return process;
    }

    @Override
    public void close() {
        processes.forEach(Proc::close);
    }
}
