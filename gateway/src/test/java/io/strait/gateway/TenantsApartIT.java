package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.fuzz.RawHttp;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files, batches, webhooks and idempotency keys of one tenant do not exist for another: 404, in the words that are said of nothing. */
@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantsApartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BATCH =
            "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}";

    private final Stack stack;
    private final Guarded gateway;
    private final Client acme;
    private final Client other;

    TenantsApartIT(Stack stack, @TempDir Path folder) throws IOException {
        this.stack = stack;
        this.gateway = new Guarded(stack, folder, Map.of("STRAIT_GATEWAY_METRICS_PORT", "0"));
        this.acme = gateway.acme();
        this.other = gateway.other();
    }

    @AfterAll
    void close() {
        gateway.close();
    }

    private static HttpRequest.Builder post(Client client, String path, String body) {
        return client.request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private static String id(HttpResponse<String> made, int status) throws IOException {
        assertThat(made.statusCode()).as(made.body()).isEqualTo(status);
        return Client.json(made.body()).get("id").textValue();
    }

    private String upload() throws Exception {
        return id(acme.send(Multiparts.batch(acme, "noto/heart")), 200);
    }

    /** The other tenant's answer is that for an id which nobody has. */
    private void assertUnknown(HttpRequest.Builder theirs, HttpRequest.Builder nobodys, String id, String nobody)
            throws Exception {
        HttpResponse<String> got = other.send(theirs);
        HttpResponse<String> nothing = other.send(nobodys);
        String where = got.request().method() + " " + got.uri().getPath();
        assertThat(got.statusCode()).as(where).isEqualTo(404);
        assertThat(got.body().replaceAll("\"requestId\":\"[^\"]*\"", ""))
                .as(where)
                .isEqualTo(nothing.body().replace(nobody, id).replaceAll("\"requestId\":\"[^\"]*\"", ""));
    }

    private static List<String> ids(Client client, String path) throws Exception {
        HttpResponse<String> list = client.get(path);
        assertThat(list.statusCode()).as(path).isEqualTo(200);
        return Client.json(list.body()).get("data").findValuesAsText("id");
    }

    @Test
    void filesAreTheirTenants() throws Exception {
        String file = upload();
        String nobody = "file-000000000000000000000000";
        for (String route : List.of("", "/content")) {
            assertUnknown(
                    other.request("/v1/files/" + file + route),
                    other.request("/v1/files/" + nobody + route),
                    file,
                    nobody);
        }
        assertUnknown(
                other.request("/v1/files/" + file).DELETE(),
                other.request("/v1/files/" + nobody).DELETE(),
                file,
                nobody);
        assertUnknown(
                post(other, "/v1/batches", BATCH.formatted(file)),
                post(other, "/v1/batches", BATCH.formatted(nobody)),
                file,
                nobody);
        assertThat(ids(other, "/v1/files")).doesNotContain(file);
        assertThat(ids(other, "/v1/files?after=" + file)).isEmpty();
        assertThat(ids(acme, "/v1/files")).contains(file);
        assertThat(acme.get("/v1/files/" + file + "/content").body()).contains("\"custom_id\":\"a\"");
    }

    @Test
    void batchesAndTheirFilesAndJobsAreTheirTenants() throws Exception {
        String batch = id(acme.send(post(acme, "/v1/batches", BATCH.formatted(upload()))), 200);
        String nobody = "batch_00000000000000000000000000000000";
        assertUnknown(other.request("/v1/batches/" + batch), other.request("/v1/batches/" + nobody), batch, nobody);
        assertUnknown(
                post(other, "/v1/batches/" + batch + "/cancel", ""),
                post(other, "/v1/batches/" + nobody + "/cancel", ""),
                batch,
                nobody);
        assertThat(ids(other, "/v1/batches")).doesNotContain(batch);
        assertThat(ids(acme, "/v1/batches")).contains(batch);

        BatchJobs jobs = new BatchJobs(stack.bootstrap());
        String job = await().atMost(PATIENCE)
                .until(() -> jobs.queued(batch), found -> !found.isEmpty())
                .get(0)
                .getJobId();
        assertThat(other.get("/v1/generations/" + job).statusCode()).isEqualTo(404);
        assertThat(other.delete("/v1/generations/" + job).statusCode()).isEqualTo(404);
        stack.worker().completed(job, new byte[] {1});
        JsonNode done = await().atMost(PATIENCE)
                .until(
                        () -> Client.json(acme.get("/v1/batches/" + batch).body()),
                        found -> found.get("status").textValue().equals("completed"));
        String output = done.get("output_file_id").textValue();
        assertThat(acme.get("/v1/files/" + output + "/content").statusCode()).isEqualTo(200);
        for (String route : List.of("", "/content")) {
            assertThat(other.get("/v1/files/" + output + route).statusCode()).isEqualTo(404);
        }
        assertThat(other.delete("/v1/files/" + output).statusCode()).isEqualTo(404);
        assertThat(ids(other, "/v1/files")).doesNotContain(output);
    }

    @Test
    void webhooksAreTheirTenants() throws Exception {
        String hook = id(acme.send(post(acme, "/v1/webhooks", "{\"url\":\"http://127.0.0.1:9/\"}")), 201);
        String nobody = "we_00000000000000000000000000000000";
        for (String route : List.of("", "/deliveries")) {
            assertUnknown(
                    other.request("/v1/webhooks/" + hook + route),
                    other.request("/v1/webhooks/" + nobody + route),
                    hook,
                    nobody);
        }
        assertUnknown(
                other.request("/v1/webhooks/" + hook).DELETE(),
                other.request("/v1/webhooks/" + nobody).DELETE(),
                hook,
                nobody);
        assertUnknown(
                post(other, "/v1/webhooks/" + hook + "/secret", ""),
                post(other, "/v1/webhooks/" + nobody + "/secret", ""),
                hook,
                nobody);
        assertThat(ids(other, "/v1/webhooks")).doesNotContain(hook);
        assertThat(ids(acme, "/v1/webhooks")).contains(hook);

        // It is told of its own tenant's jobs only.
        String theirs = other.generate("{\"label\":\"noto/heart\"}");
        String own = acme.generate("{\"label\":\"noto/heart\"}");
        stack.worker().failed(theirs, "scripted");
        stack.worker().failed(own, "scripted");
        String deliveries = "/v1/webhooks/" + hook + "/deliveries";
        await().atMost(PATIENCE).until(() -> !ids(acme, deliveries).isEmpty());
        assertThat(Client.json(acme.get(deliveries).body()).get("data")).hasSize(1);
        assertThat(acme.delete("/v1/webhooks/" + hook).statusCode()).isEqualTo(204);
    }

    /** Figures are nobody's: with any credential here, with none at a place of their own. */
    @Test
    void figuresAreToldWithoutACredentialAtAPlaceOfTheirOwn() throws Exception {
        assertThat(gateway.stranger().get("/metrics").statusCode()).isEqualTo(401);
        assertThat(acme.get("/metrics").body()).contains("gateway_requests");
        int port = gateway.metricsPort();
        assertThat(status(port, "/metrics", "localhost")).isEqualTo(200);
        assertThat(status(port, "/health/live", "localhost")).isEqualTo(200);
        assertThat(status(port, "/v1/labels", "localhost")).isEqualTo(404);
        assertThat(status(port, "/metrics", "rebound.example")).isEqualTo(421);
        // Where names are let in with a key, as they are by default.
        assertThat(status(gateway.port(), "/v1/labels", "rebound.example")).isEqualTo(401);
        assertThat(stack.shared().metricsPort()).isNegative();
        String taken = Integer.toString(stack.shared().port());
        assertThatThrownBy(() -> stack.gateway(Map.of("STRAIT_GATEWAY_METRICS_PORT", taken)))
                .hasMessageContaining("127.0.0.1:" + taken)
                .hasMessageContaining("taken");
    }

    private static int status(int port, String path, String host) throws IOException {
        try (RawHttp connection = new RawHttp(port, 10_000)) {
            connection.write(
                    ("GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return connection.answer("GET").orElseThrow().status();
        }
    }

    @Test
    void anIdempotencyKeyIsItsTenants() throws Exception {
        String cat = "{\"label\":\"noto/cat-face\"}";
        String first = id(acme.send(acme.generation(cat).header("Idempotency-Key", "k-1")), 202);
        String second = id(other.send(other.generation(cat).header("Idempotency-Key", "k-1")), 202);
        assertThat(second).isNotEqualTo(first);
        assertThat(id(other.send(other.generation(cat).header("Idempotency-Key", "k-1")), 202))
                .isEqualTo(second);
        // Nor can one be told by another's answer that a key is taken.
        assertThat(acme.send(acme.generation(cat).header("Idempotency-Key", "k-2"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(other.send(other.generation("{\"label\":\"noto/heart\"}").header("Idempotency-Key", "k-2"))
                        .statusCode())
                .isEqualTo(202);
    }
}
