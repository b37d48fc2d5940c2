package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.schemas.avro.JobSpec;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway, a process of its own, is killed while it hands over a batch; another goes on where it was. */
final class BatchTakeoverIT {
    private static final int LINES = 8_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void noLineIsLostOrDoubled(@TempDir Path directory) throws Exception {
        try (Stack stack = Stack.start()) {
            // The only one that can drive the batch is the process.
            stack.closeShared();
            BatchJobs jobs = new BatchJobs(stack.bootstrap());
            int port = freePort();
            Process process = start(stack.config(port), directory);
            String batch;
            long handedOver;
            try {
                batch = create(port);
                handedOver = await("half of the lines")
                        .pollInterval(Duration.ofMillis(20))
                        .atMost(PATIENCE)
                        .until(() -> jobs.jobs(batch).size() * 1L, count -> count >= LINES / 8);
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(handedOver).as("handed over when the gateway was killed").isLessThan(LINES);

            Gateway heir = stack.gateway();
            try {
                await("all lines").atMost(PATIENCE).until(() -> jobs.jobs(batch).size() >= LINES);
                List<JobSpec> all = jobs.jobs(batch);
                assertThat(all).as("jobs in the queue").hasSize(LINES);
                assertThat(all.stream().map(JobSpec::getJobId).distinct()).hasSize(LINES);
                List<Integer> lines = all.stream()
                        .map(spec -> spec.getBatch().getLine())
                        .sorted()
                        .toList();
                assertThat(lines)
                        .isEqualTo(IntStream.rangeClosed(1, LINES).boxed().toList());
                assertThat(jobs.queued(batch).stream().map(JobSpec::getJobId).distinct())
                        .as("jobs that the log knows")
                        .hasSize(LINES);
                JsonNode status =
                        Client.json(new Client(heir).get("/v1/batches/" + batch).body());
                assertThat(status.at("/request_counts/total").intValue()).isEqualTo(LINES);
                assertThat(status.get("status").textValue()).isEqualTo("in_progress");
            } finally {
                Stack.await(heir.close());
            }
        }
    }

    private static Process start(GatewayConfig config, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.strait.gateway.GatewayMain");
        builder.environment()
                .putAll(Map.of(
                        "STRAIT_BIND", "127.0.0.1",
                        "STRAIT_PORT", Integer.toString(config.port()),
                        "STRAIT_KAFKA", config.kafka(),
                        "STRAIT_BUNDLE", config.bundle().toString(),
                        "STRAIT_ARTIFACTS", config.artifacts().location().toString(),
                        "STRAIT_GATEWAY_BATCH_CHUNK", "50"));
        return builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("gateway.log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String create(int port) throws Exception {
        String lines = IntStream.rangeClosed(1, LINES)
                .mapToObj(
                        i -> "{\"custom_id\":\"line-" + i
                                + "\",\"method\":\"POST\",\"url\":\"/v1/images/generations\",\"body\":{\"prompt\":\"noto/heart\"}}\n")
                .collect(Collectors.joining());
        String form = "--edge\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n" + lines
                + "\r\n--edge--\r\n";
        HttpRequest.Builder upload = request(port, "/v1/files")
                .header("content-type", "multipart/form-data; boundary=edge")
                .POST(BodyPublishers.ofString(form));
        String file = await("the process")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> answer(upload), answer -> answer.contains("file-"));
        String body = "{\"input_file_id\":" + Client.json(file).get("id")
                + ",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}";
        return Client.json(answer(request(port, "/v1/batches")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString(body))))
                .get("id")
                .textValue();
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    private static String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Client.http().send(request.build(), BodyHandlers.ofString()).body();
    }
}
