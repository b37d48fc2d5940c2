package io.strait.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.Headers;
import com.openai.errors.InvalidWebhookSignatureException;
import com.openai.models.webhooks.UnwrapWebhookEvent;
import com.openai.models.webhooks.WebhookVerificationParams;
import io.strait.gateway.NodeClient.Run;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Webhooks of a gateway on a real broker; WireMock receives them. Tries come quickly, by setting. */
@ExtendWith(SharedStack.class)
final class WebhookIT {
    private static final WireMockServer RECEIVER =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

    private final Stack stack;
    private final String path = "/hook/" + UUID.randomUUID();
    private Client client;

    WebhookIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    @BeforeAll
    static void startReceiver() {
        RECEIVER.start();
    }

    @AfterAll
    static void stopReceiver() {
        RECEIVER.stop();
    }

    private static ConditionFactory soon() {
        return Awaitility.await().atMost(60, TimeUnit.SECONDS);
    }

    private HttpResponse<String> ask(String at, String body) throws Exception {
        return client.send(
                client.request(at).header("content-type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    /** Registers an endpoint of this test for ends of generations. */
    private JsonNode register() throws Exception {
        return register("\"generation.completed\",\"generation.failed\"");
    }

    private JsonNode register(String events) throws Exception {
        HttpResponse<String> made = ask(
                "/v1/webhooks",
                "{\"url\":\"http://localhost:%d%s\",\"events\":[%s]}".formatted(RECEIVER.port(), path, events));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return Client.json(made.body());
    }

    private String completed() throws Exception {
        return completed(stack);
    }

    private String completed(Stack on) throws Exception {
        String id = client.generate("{\"label\":\"noto/heart\"}");
        on.worker().completed(id, new byte[] {1});
        return id;
    }

    private List<LoggedRequest> received() {
        return RECEIVER.findAll(postRequestedFor(urlEqualTo(path)));
    }

    private JsonNode delivery(JsonNode endpoint) throws Exception {
        return Client.json(client.get("/v1/webhooks/" + endpoint.get("id").textValue() + "/deliveries")
                        .body())
                .at("/data/0");
    }

    private void awaitState(JsonNode endpoint, String state) {
        soon().until(() -> delivery(endpoint).path("state").asText().equals(state));
    }

    private static Headers headers(LoggedRequest request) {
        Headers.Builder headers = Headers.builder();
        request.getHeaders().all().forEach(header -> headers.put(header.key(), header.values()));
        return headers.build();
    }

    private static WebhookVerificationParams signed(LoggedRequest request, String body, String secret) {
        return WebhookVerificationParams.builder()
                .payload(body)
                .headers(headers(request))
                .secret(secret)
                .build();
    }

    /** Type and subject of an event as both official clients unwrap it, which check its signature. */
    private String believed(LoggedRequest request, String secret) throws Exception {
        try (Run run = NodeClient.install().start("believesAWebhook", client.uri("http", "/v1"))) {
            run.say(secret);
            run.say(request.getHeader("webhook-id"));
            run.say(request.getHeader("webhook-timestamp"));
            run.say(request.getHeader("webhook-signature"));
            run.say(request.getBodyAsString());
            String told = run.hear();
            run.succeeds();
            OpenAIClient openai = OpenAIOkHttpClient.builder().apiKey("none").build();
            UnwrapWebhookEvent event = openai.webhooks().unwrap(signed(request, request.getBodyAsString(), secret));
            openai.close();
            event.batchCancelled()
                    .ifPresent(batch -> assertThat(told)
                            .isEqualTo(
                                    "batch.cancelled " + batch.validate().data().id()));
            return told;
        }
    }

    @Test
    void tellsHowAJobEndedAndTheOfficialClientsBelieveIt() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path)).willReturn(ok()));
        JsonNode endpoint = register();
        String secret = endpoint.get("secret").textValue();
        String id = completed();
        soon().until(() -> received().size() == 1);
        LoggedRequest request = received().get(0);
        JsonNode event = Client.json(request.getBodyAsString());
        assertThat(event.get("type").textValue()).isEqualTo("generation.completed");
        assertThat(event.at("/data/id").textValue()).isEqualTo(id);
        assertThat(event.at("/data/links/image").textValue()).isEqualTo("/v1/generations/" + id + "/image");
        assertThat(request.getHeader("webhook-id")).isEqualTo(event.get("id").textValue());

        assertThat(believed(request, secret)).isEqualTo("generation.completed " + id);
        OpenAIClient openai = OpenAIOkHttpClient.builder().apiKey("none").build();
        assertThatThrownBy(() -> openai.webhooks().unwrap(signed(request, request.getBodyAsString() + " ", secret)))
                .isInstanceOf(InvalidWebhookSignatureException.class);
        openai.close();

        awaitState(endpoint, "delivered");
        String shown =
                client.get("/v1/webhooks/" + endpoint.get("id").textValue()).body();
        assertThat(shown).doesNotContain("whsec_").contains("\"enabled\":true");
    }

    @Test
    void tellsHowABatchEnded() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path)).willReturn(ok()));
        JsonNode endpoint = register("\"batch.cancelled\"");
        JsonNode file =
                Client.json(client.send(Multiparts.batch(client, "noto/heart")).body());
        JsonNode batch = Client.json(ask(
                        "/v1/batches",
                        "{\"input_file_id\":%s,\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}"
                                .formatted(file.get("id")))
                .body());
        String id = batch.get("id").textValue();
        assertThat(client.send(client.request("/v1/batches/" + id + "/cancel").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        awaitState(endpoint, "delivered");
        assertThat(believed(received().get(0), endpoint.get("secret").textValue()))
                .isEqualTo("batch.cancelled " + id);
    }

    @Test
    void triesAgainUnderTheSameIdUntilItIsTaken() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(500))
                .willSetStateTo("slow"));
        RECEIVER.stubFor(post(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs("slow")
                .willReturn(ok().withFixedDelay(5_000))
                .willSetStateTo("well"));
        RECEIVER.stubFor(post(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs("well")
                .willReturn(ok()));
        JsonNode endpoint = register();
        completed();
        awaitState(endpoint, "delivered");
        assertThat(received())
                .extracting(request -> request.getHeader("webhook-id"))
                .hasSizeGreaterThanOrEqualTo(3)
                .containsOnly(received().get(0).getHeader("webhook-id"));
        JsonNode attempts = delivery(endpoint).get("attempts");
        assertThat(attempts.at("/0/status").intValue()).isEqualTo(500);
        assertThat(attempts.at("/1/error").textValue()).isEqualTo("no answer within 2 s");
        assertThat(attempts.at("/2/status").intValue()).isEqualTo(200);
    }

    @Test
    void aRestartBetweenTriesLosesNothing() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(503)));
        // On a broker of its own: no other gateway goes on with the deliveries meanwhile.
        try (Stack own = Stack.start()) {
            client = own.client();
            JsonNode endpoint = register();
            completed(own);
            soon().until(() ->
                    !received().isEmpty() && delivery(endpoint).path("tries").asInt() >= 1);
            own.closeShared();
            int before = received().size();
            RECEIVER.stubFor(post(urlEqualTo(path)).willReturn(ok()));
            Gateway next = own.gateway();
            client = new Client(next);
            awaitState(endpoint, "delivered");
            assertThat(received())
                    .hasSizeGreaterThan(before)
                    .extracting(request -> request.getHeader("webhook-id"))
                    .containsOnly(received().get(0).getHeader("webhook-id"));
            Stack.await(next.close());
        }
    }

    @Test
    void anEndpointThatIsGoneIsToldNoMore() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path)).willReturn(aResponse().withStatus(410)));
        JsonNode endpoint = register();
        completed();
        awaitState(endpoint, "failed");
        soon().until(() -> client.get("/v1/webhooks/" + endpoint.get("id").textValue())
                .body()
                .contains("\"enabled\":false"));
        assertThat(received()).hasSize(1);
    }

    @Test
    void redirectionsAreNotFollowedAndTriesEnd() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path))
                .willReturn(aResponse().withStatus(307).withHeader("location", path + "/elsewhere")));
        JsonNode endpoint = register();
        completed();
        awaitState(endpoint, "failed");
        assertThat(received()).hasSize(4);
        assertThat(RECEIVER.findAll(postRequestedFor(urlEqualTo(path + "/elsewhere"))))
                .isEmpty();
    }

    @Test
    void waitsAsLongAsTheEndpointAsks() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs(Scenario.STARTED)
                .willReturn(aResponse().withStatus(429).withHeader("retry-after", "4"))
                .willSetStateTo("well"));
        RECEIVER.stubFor(post(urlEqualTo(path))
                .inScenario(path)
                .whenScenarioStateIs("well")
                .willReturn(ok()));
        JsonNode endpoint = register();
        completed();
        awaitState(endpoint, "delivered");
        JsonNode attempts = delivery(endpoint).get("attempts");
        assertThat(attempts.at("/1/at").longValue() - attempts.at("/0/at").longValue())
                .isGreaterThanOrEqualTo(4_000);
    }

    @Test
    void bothSecretsSignWhileTheyAreExchanged() throws Exception {
        RECEIVER.stubFor(post(urlEqualTo(path)).willReturn(ok()));
        JsonNode endpoint = register();
        String id = endpoint.get("id").textValue();
        JsonNode renewed = Client.json(ask("/v1/webhooks/" + id + "/secret", "").body());
        completed();
        soon().until(() -> received().size() == 1);
        LoggedRequest request = received().get(0);
        assertThat(request.getHeader("webhook-signature").split(" ")).hasSize(2);
        OpenAIClient openai = OpenAIOkHttpClient.builder().apiKey("none").build();
        for (JsonNode one : List.of(endpoint, renewed)) {
            openai.webhooks()
                    .verifySignature(WebhookVerificationParams.builder()
                            .payload(request.getBodyAsString())
                            .headers(headers(request))
                            .secret(one.get("secret").textValue())
                            .build());
        }
        openai.close();
        assertThat(client.delete("/v1/webhooks/" + id).statusCode()).isEqualTo(204);
        assertThat(client.get("/v1/webhooks/" + id).statusCode()).isEqualTo(404);
        assertThat(client.delete("/v1/webhooks/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void addressesThatAreNotPublicAreRefused() throws Exception {
        Gateway strict = stack.gateway(Map.of("STRAIT_GATEWAY_WEBHOOK_ALLOW_PRIVATE", "false"));
        client = new Client(strict);
        HttpResponse<String> refused = ask("/v1/webhooks", "{\"url\":\"http://127.0.0.1:1/\",\"event\":[]}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"url\"").contains("\"field\":\"event\"");
        Stack.await(strict.close());
    }
}
