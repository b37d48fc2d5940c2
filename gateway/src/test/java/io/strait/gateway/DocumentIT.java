package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.schemas.avro.StageName;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The documents are valid, name every route and no other, and every route answers as they say. */
@ExtendWith(SharedStack.class)
final class DocumentIT {
    /** They never succeed. */
    private static final Set<String> REFUSED = Set.of("POST /v1/images/edits", "POST /v1/images/variations");

    private final Stack stack;
    private final Client client;

    DocumentIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    @Test
    void everyRouteIsDocumentedAndNothingElse() {
        Set<String> mounted = new TreeSet<>();
        for (Route route : stack.shared().routes()) {
            if (route.getPath() != null && route.methods() != null) {
                String path = route.getPath().replaceAll(":([a-z_]+)", "{$1}") + (route.isExactPath() ? "" : "{file}");
                route.methods().forEach(method -> mounted.add(method.name() + " " + path));
            }
        }
        assertThat(Contract.operations()).isEqualTo(mounted);
    }

    @Test
    void isAnOpenApiDocument() throws Exception {
        HttpResponse<String> response = client.get("/openapi.json");
        Vertx vertx = Vertx.vertx();
        try {
            SchemaRepository schemas = Stack.await(OpenAPIVersion.V3_1.getRepository(vertx, "https://strait.test/"));
            OutputUnit result =
                    Stack.await(OpenAPIVersion.V3_1.validateContract(vertx, schemas, new JsonObject(response.body())));
            assertThat(result.getValid()).as("%s", result.getErrors()).isTrue();
        } finally {
            Stack.await(vertx.close());
        }
        String etag = response.headers().firstValue("etag").orElseThrow();
        assertThat(client.send(client.request("/openapi.json").header("if-none-match", etag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(client.get("/openapi.yaml").body()).contains("openapi: 3.1.1");
    }

    @Test
    void everyReferenceOfTheMessagesDocumentLeadsSomewhere() throws Exception {
        JsonNode document = Client.json(client.get("/asyncapi.json").body());
        assertThat(document.get("asyncapi").textValue()).startsWith("3.");
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
        assertThat(client.get("/asyncapi.yaml").body()).contains("/v1/stream");
    }

    @Test
    void everyOperationAnswersAsDocumented() throws Exception {
        String id = client.generate("{\"label\":\"noto/heart\",\"format\":\"webp\",\"quality\":80}");
        String path = "/v1/generations/" + id;
        stack.worker().paint(id);
        stack.worker().completed(id, new byte[] {1, 2, 3});
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.get(path + "/image").statusCode() == 200);
        String other = client.generate("{\"label\":\"noto/heart\"}");
        assertThat(client.delete("/v1/generations/" + other).statusCode()).isEqualTo(200);
        assertThat(client.delete(path).statusCode()).isEqualTo(409);
        for (String get : List.of(
                path,
                path + "/image",
                "/v1/labels",
                "/v1/models",
                "/v1/models/test-bundle",
                "/health/live",
                "/openapi.json",
                "/openapi.yaml",
                "/asyncapi.json",
                "/asyncapi.yaml")) {
            assertThat(client.get(get).statusCode()).as(get).isEqualTo(200);
            assertThat(client.send(client.request(get).method("HEAD", BodyPublishers.noBody()))
                            .statusCode())
                    .as(get)
                    .isEqualTo(200);
        }
        for (String get : List.of("/", "/page/main.js", path + "/events", "/health/ready", "/metrics")) {
            client.get(get);
        }
        assertThat(client.send(client.request("/v1/stream-tickets").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(201);
        client.send(client.request("/health/ready").method("HEAD", BodyPublishers.noBody()));
        for (String refused : REFUSED) {
            assertThat(client.send(client.request(refused.substring("POST ".length()))
                                    .header("content-type", "application/json")
                                    .POST(BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(400);
        }
        images(false);
        images(true);
        batches();
        webhooks();
        Messages messages = new Messages();
        Client.http()
                .newWebSocketBuilder()
                .buildAsync(socket(), messages)
                .get(20, TimeUnit.SECONDS)
                .abort();
        Set<String> unseen = new TreeSet<>(Contract.operations());
        unseen.removeAll(Contract.seen());
        unseen.removeAll(REFUSED);
        unseen.removeAll(Set.of("GET /v1/stream", "GET /health/ready", "HEAD /health/ready"));
        assertThat(unseen).isEmpty();
    }

    private void batches() throws Exception {
        String form = """
                --edge
                Content-Disposition: form-data; name="purpose"

                batch
                --edge
                Content-Disposition: form-data; name="file"; filename="a"

                {"custom_id":"a","method":"POST","url":"/v1/images/generations","body":{"prompt":"noto/heart"}}
                --edge--
                """.replace("\n", "\r\n");
        String file = Client.json(client.send(client.request("/v1/files")
                                .header("content-type", "multipart/form-data; boundary=edge")
                                .POST(BodyPublishers.ofString(form)))
                        .body())
                .get("id")
                .textValue();
        client.get("/v1/files");
        client.get("/v1/files/" + file);
        client.get("/v1/files/" + file + "/content");
        String body = "{\"input_file_id\":\"" + file
                + "\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}";
        String batch = Client.json(client.send(client.request("/v1/batches")
                                .header("content-type", "application/json")
                                .POST(BodyPublishers.ofString(body)))
                        .body())
                .get("id")
                .textValue();
        client.get("/v1/batches");
        client.send(client.request("/v1/batches/" + batch + "/cancel").POST(BodyPublishers.noBody()));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.get("/v1/batches/" + batch).body().contains("cancelled_at\":1"));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.delete("/v1/files/" + file).statusCode() == 200);
    }

    private URI socket() {
        return client.uri("ws", "/v1/stream");
    }

    private void webhooks() throws Exception {
        String all = "/v1/webhooks";
        HttpResponse<String> made = client.send(client.request(all)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"url\":\"http://127.0.0.1:1/\",\"events\":[\"batch.failed\"]}")));
        assertThat(made.statusCode()).isEqualTo(201);
        String one = all + "/" + Client.json(made.body()).get("id").textValue();
        for (String get : List.of(all, one, one + "/deliveries")) {
            assertThat(client.get(get).statusCode()).as(get).isEqualTo(200);
        }
        assertThat(client.send(client.request(one + "/secret").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.delete(one).statusCode()).isEqualTo(204);
    }

    private void images(boolean stream) throws Exception {
        List<String> known = stack.queued();
        CompletableFuture<HttpResponse<String>> answer = client.sending(client.request("/v1/images/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(
                        "{\"prompt\":\"heart\",\"output_format\":\"jpeg\",\"partial_images\":1,\"stream\":" + stream
                                + "}")));
        String id = Awaitility.await()
                .until(
                        () -> stack.queued().stream()
                                .filter(job -> !known.contains(job))
                                .toList(),
                        jobs -> !jobs.isEmpty())
                .get(0);
        stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
        stack.worker().completed(id, new byte[] {3});
        assertThat(answer.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }
}
