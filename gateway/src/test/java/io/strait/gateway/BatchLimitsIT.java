package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A tenant's bounds on its batches. On a broker of its own: whichever gateway drives a batch holds it to its tenant's limits, so all must
 * know them.
 */
final class BatchLimitsIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static HttpResponse<String> batch(Client client, String file) throws IOException, InterruptedException {
        return client.send(client.request("/v1/batches")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}"
                                .formatted(file))));
    }

    private static String file(Client client, int lines) throws IOException, InterruptedException {
        String[] prompts = Collections.nCopies(lines, "noto/heart").toArray(String[]::new);
        return Client.json(client.send(Multiparts.batch(client, prompts)).body())
                .get("id")
                .textValue();
    }

    private static String id(HttpResponse<String> accepted) throws IOException {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        return Client.json(accepted.body()).get("id").textValue();
    }

    private static JsonNode ended(Client client, String batch, String status) {
        return await(status)
                .atMost(PATIENCE)
                .until(
                        () -> Client.json(client.get("/v1/batches/" + batch).body()),
                        found -> status.equals(found.path("status").textValue()));
    }

    private static String message(HttpResponse<String> refused) throws IOException {
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isPositive();
        return Client.json(refused.body()).at("/error/message").textValue();
    }

    @Test
    void aTenantsBoundsHoldForItsBatches(@TempDir Path folder) throws Exception {
        Path limits = folder.resolve("limits.json");
        Files.writeString(limits, "{\"tenants\":{\"acme\":{\"queued\":1},\"other\":{\"daily\":3}}}");
        try (Stack stack = Stack.start()) {
            stack.closeShared();
            try (Guarded gateway = new Guarded(stack, folder, Map.of("STRAIT_GATEWAY_LIMITS", limits.toString()))) {
                batchesThatHaveNotEndedCountAsOneEach(gateway.acme());
                aBatchThatDoesNotFitIntoTheDayFailsAndSaysSo(gateway.other(), new BatchJobs(stack.bootstrap()));
            }
        }
    }

    private static void batchesThatHaveNotEndedCountAsOneEach(Client client) throws Exception {
        String file = file(client, 3);
        String first = id(batch(client, file));
        assertThat(message(batch(client, file)))
                .isEqualTo("queued: expected at most 1 batches that have not ended, got 1.");
        assertThat(client.post(CAT).statusCode()).as("a job besides").isEqualTo(202);
        client.send(client.request("/v1/batches/" + first + "/cancel").POST(BodyPublishers.noBody()));
        ended(client, first, "cancelled");
        id(batch(client, file));
    }

    private static void aBatchThatDoesNotFitIntoTheDayFailsAndSaysSo(Client client, BatchJobs jobs) throws Exception {
        String first = id(batch(client, file(client, 2)));
        await().atMost(PATIENCE).until(() -> jobs.queued(first).size() == 2);
        String second = id(batch(client, file(client, 2)));
        JsonNode error = ended(client, second, "failed").at("/errors/data/0");
        assertThat(error.get("code").textValue()).isEqualTo("daily_limit_exceeded");
        assertThat(error.get("message").textValue())
                .isEqualTo("daily: expected at most the 1 images that are left for today (UTC), got 2.");
        assertThat(jobs.queued(second)).isEmpty();
        String third = id(batch(client, file(client, 1)));
        await().atMost(PATIENCE).until(() -> jobs.queued(third).size() == 1);
        await().atMost(PATIENCE).until(() -> client.post(CAT).statusCode() == 429);
        assertThat(message(batch(client, file(client, 1)))).isEqualTo("daily: expected at most 3 jobs a day (UTC).");
    }
}
