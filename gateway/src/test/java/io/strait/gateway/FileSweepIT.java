package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sweeps by age, with files and images that are older. */
@ExtendWith(SharedStack.class)
final class FileSweepIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stack stack;
    private final Client client;

    FileSweepIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    /** Makes everything in the store look as old. */
    private void age(Duration age) throws IOException {
        try (Stream<Path> all = Files.list(stack.artifacts())) {
            for (Path artifact : all.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(artifact, FileTime.from(Instant.now().minus(age)));
            }
        }
    }

    @Test
    void filesLiveUntilTheyExpireHoweverOldImagesMayGet() throws Exception {
        JsonNode file =
                Client.json(client.send(Multiparts.batch(client, "noto/heart")).body());
        String content = "/v1/files/" + file.get("id").textValue() + "/content";
        assertThat(file.get("expires_at").longValue() - file.get("created_at").longValue())
                .isEqualTo(Duration.ofDays(30).toSeconds());
        String id = client.generate("{\"label\":\"noto/heart\"}");
        stack.worker().completed(id, "an image of its own".getBytes(StandardCharsets.UTF_8));
        String image = "/v1/generations/" + id + "/image";
        await().atMost(PATIENCE).until(() -> client.get(image).statusCode() == 200);
        age(Duration.ofDays(3));
        Gateway sweeping = stack.gateway(
                Map.of("STRAIT_GATEWAY_ARTIFACT_MAX_AGE_DAYS", "2", "STRAIT_GATEWAY_ARTIFACT_SWEEP_SECONDS", "1"));
        try {
            await().atMost(PATIENCE).until(() -> client.get(image).statusCode() == 410);
            assertThat(client.get(content).body()).contains("\"custom_id\":\"a\"");
        } finally {
            Stack.await(sweeping.close());
        }
    }
}
