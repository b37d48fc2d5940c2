package io.strait.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.standalone.client.Accepted;
import io.strait.standalone.client.GatewayClient;
import io.strait.standalone.client.ServerEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real command in a process of its own, killed without warning while it works. */
final class KilledProcessIT {
    private static final int JOBS = 4;

    @Test
    void jobsOfAKilledProcessAreFinishedOnce(@TempDir Path data) throws Exception {
        List<Accepted> accepted = new ArrayList<>();
        Process first = up(data);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(first.getInputStream(), StandardCharsets.UTF_8))) {
            GatewayClient client = new GatewayClient(ready(output));
            String label = client.labels().get(1);
            for (int i = 0; i < JOBS; i++) {
                accepted.add(client.submit(Requests.quick(label, i, 256)));
            }
        } finally {
            first.destroyForcibly().waitFor();
        }
        Process second = up(data);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(second.getInputStream(), StandardCharsets.UTF_8))) {
            GatewayClient client = new GatewayClient(ready(output));
            for (Accepted job : accepted) {
                List<ServerEvent> events = new ArrayList<>();
                assertThat(client.follow(job.id(), events::add).name()).isEqualTo("completed");
                assertThat(events).filteredOn(ServerEvent::isTerminal).hasSize(1);
            }
        } finally {
            second.destroy();
            assertThat(second.waitFor()).isEqualTo(143);
        }
    }

    private static Process up(Path data) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.strait.standalone.StraitMain",
                        "up",
                        "--port",
                        "0",
                        "--bundle",
                        Requests.bundle().toString(),
                        "--data",
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static URI ready(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready in ")) {
                return URI.create(line.substring(line.indexOf("http://")));
            }
        }
        throw new AssertionError("the process ended before it was ready");
    }
}
