package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Who gets in, and who sees what, over a real broker. */
@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final String UNKNOWN = "01976f3c-5d2a-7003-8000-000000000000";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Stack stack;
    private final Path folder;
    private final Guarded gateway;

    AccessIT(Stack stack, @TempDir Path folder) throws IOException {
        this.stack = stack;
        this.folder = folder;
        log.start();
        root().addAppender(log);
        ((Logger) LoggerFactory.getLogger("io.strait.audit")).setLevel(Level.INFO);
        this.gateway = new Guarded(stack, folder, Map.of());
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @AfterAll
    void close() {
        gateway.close();
        root().detachAppender(log);
        log.stop();
    }

    private List<String> lines() {
        synchronized (log) {
            return List.copyOf(log.list).stream()
                    .map(event -> event.getLoggerName() + " " + event.getFormattedMessage())
                    .toList();
        }
    }

    @Test
    void refusesEveryRouteWithoutAKeyInItsOwnForm() throws Exception {
        Client stranger = gateway.stranger();
        for (String path : List.of(
                "/v1/generations/" + UNKNOWN,
                "/v1/generations/" + UNKNOWN + "/image",
                "/v1/generations/" + UNKNOWN + "/events",
                "/v1/labels",
                "/v1/stream",
                "/v1/nothing",
                "/nothing",
                "//v1/labels",
                "/page/../v1/labels")) {
            HttpResponse<String> response = stranger.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate"))
                    .as(path)
                    .contains("Bearer");
            assertThat(response.headers().firstValue("content-type").orElseThrow())
                    .as(path)
                    .isEqualTo("application/problem+json");
            assertThat(Client.json(response.body()).get("status").intValue()).isEqualTo(401);
        }
        assertThat(stranger.post(CAT).statusCode()).isEqualTo(401);
        assertThat(stranger.delete("/v1/generations/" + UNKNOWN).statusCode()).isEqualTo(401);
        assertThat(stranger.send(stranger.request("/v1/stream-tickets").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
        assertThat(gateway.refusal("/v1/stream", "", "")).isEqualTo(401);
        for (String path : List.of("/", "/page/main.js", "/health/live")) {
            assertThat(stranger.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(stranger.get("/health/ready").statusCode()).isEqualTo(503); // there are no workers
    }

    @Test
    void refusesInTheFormOfTheOpenAiApi() throws Exception {
        Client wrong = gateway.with(gateway.acmeKey().substring(0, 40)
                + "x".repeat(gateway.acmeKey().length() - 40));
        for (Client client : List.of(gateway.stranger(), wrong)) {
            for (String path : List.of("/v1/images/generations", "/v1/images/edits", "/v1/images/variations")) {
                HttpResponse<String> response = client.send(client.request(path)
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"prompt\":\"cat\"}")));
                assertOpenAi(response);
            }
            assertOpenAi(client.get("/v1/models"));
            assertOpenAi(client.get("/v1/models/test-bundle"));
        }
        assertThat(gateway.acme().get("/v1/models").statusCode()).isEqualTo(200);
    }

    private static void assertOpenAi(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.uri().toString()).isEqualTo(401);
        JsonNode error = Client.json(response.body()).get("error");
        assertThat(error.properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("message", "type", "param", "code");
        assertThat(error.get("code").textValue()).isEqualTo("invalid_api_key");
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void refusesCredentialsOfOtherForms() throws Exception {
        Client stranger = gateway.stranger();
        for (String value : List.of(
                gateway.acmeKey(),
                "Basic " + gateway.acmeKey(),
                "Bearer",
                "Bearer  ",
                "Bearer " + gateway.acmeKey() + "x",
                "Bearer x " + gateway.acmeKey())) {
            assertThat(stranger.send(stranger.request("/v1/labels").header("authorization", value))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(stranger.send(stranger.request("/v1/labels").header("authorization", "bearer " + gateway.acmeKey()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void keepsTenantsApartOnEveryRoute() throws Exception {
        String id = gateway.generate();
        String path = "/v1/generations/" + id;
        Client other = gateway.other();
        for (String route : List.of("", "/events", "/image")) {
            HttpResponse<String> theirs = other.get(path + route);
            HttpResponse<String> nobodys = other.get("/v1/generations/" + UNKNOWN + route);
            assertThat(theirs.statusCode()).as(route).isEqualTo(404);
            assertThat(withoutId(theirs)).isEqualTo(withoutId(nobodys));
        }
        assertThat(other.delete(path).statusCode()).isEqualTo(404);
        Messages messages = new Messages();
        WebSocket socket = gateway.socket("/v1/stream", key(other), "", messages);
        for (String type : List.of("subscribe", "cancel")) {
            socket.sendText("{\"type\":\"" + type + "\",\"ref\":\"r\",\"id\":\"" + id + "\"}", true)
                    .join();
            JsonNode error = messages.next();
            assertThat(error.get("event").textValue()).isEqualTo("error");
            assertThat(error.get("status").intValue()).isEqualTo(404);
        }
        socket.abort();

        assertThat(gateway.acme().get(path).body()).contains("\"status\":\"queued\"");
        stack.worker().completed(id, new byte[] {1, 2});
        await().atMost(PATIENCE).until(() -> gateway.acme().get(path + "/image").statusCode() == 200);
        HttpResponse<String> image = gateway.acme().get(path + "/image");
        assertThat(image.headers().firstValue("cache-control").orElseThrow()).startsWith("private");
        assertThat(other.get(path + "/image").statusCode()).isEqualTo(404);
        String etag = image.headers().firstValue("etag").orElseThrow();
        assertThat(other.send(other.request(path + "/image").header("if-none-match", etag))
                        .statusCode())
                .isEqualTo(404);
        assertThat(other.delete(path).statusCode()).isEqualTo(404);
        assertThat(stack.client().get(path).statusCode())
                .as("where everybody is the default tenant")
                .isEqualTo(404);
    }

    private static String key(Client client) {
        return client.request("/")
                .build()
                .headers()
                .firstValue("authorization")
                .orElseThrow()
                .substring(7);
    }

    private static JsonNode withoutId(HttpResponse<String> problem) throws IOException {
        return ((ObjectNode) Client.json(problem.body())).without("requestId");
    }

    @Test
    void followsTheFileOfKeysWhileItRuns() throws Exception {
        Client late = gateway.with(gateway.create("late"));
        await().atMost(PATIENCE).until(() -> late.get("/v1/labels").statusCode() == 200);
        Messages messages = new Messages();
        WebSocket socket = gateway.socket("/v1/stream", key(late), "", messages);

        byte[] good = Files.readAllBytes(Guarded.file(folder));
        Files.writeString(Guarded.file(folder), "{\"keys\":");
        await().atMost(PATIENCE).until(() -> lines().stream().anyMatch(line -> line.contains("file.kept name=keys")));
        assertThat(late.get("/v1/labels").statusCode()).isEqualTo(200);
        Files.write(Guarded.file(folder), good);

        gateway.revoke(key(late));
        await().atMost(PATIENCE).until(() -> late.get("/v1/labels").statusCode() == 401);
        socket.sendText("{\"type\":\"generate\",\"ref\":\"a\",\"request\":" + CAT + "}", true)
                .join();
        assertThat(messages.next().get("status").intValue()).isEqualTo(401);
        socket.abort();
        assertThat(gateway.acme().get("/v1/labels").statusCode()).isEqualTo(200);
    }

    @Test
    void writesWhoUsedWhichKeyAndNeverTheKey() throws Exception {
        String path = "/v1/generations/" + gateway.generate();
        gateway.acme().get(path);
        gateway.stranger().get("/v1/labels?ticket=" + gateway.acmeKey());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines())
                        .anyMatch(line -> line.startsWith("io.strait.audit used credential=key:"
                                        + gateway.acmeKey().split("_", 3)[1] + " tenant=acme method=GET")
                                && line.contains("route=/v1/generations/:id status=200"))
                        .anyMatch(line -> line.startsWith("io.strait.audit refused from=127.0.0.1 method=GET")
                                && line.contains("path=/v1/labels status=401")));
        assertThat(lines()).noneMatch(line -> line.contains(gateway.acmeKey()));
    }

    @Test
    void tellsBrowsersToBeCareful() throws Exception {
        var headers = gateway.acme().get("/v1/labels").headers();
        assertThat(headers.firstValue("content-security-policy"))
                .contains("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("x-content-type-options")).contains("nosniff");
        assertThat(headers.firstValue("referrer-policy")).contains("no-referrer");
        assertThat(headers.firstValue("cross-origin-resource-policy")).contains("same-origin");
        assertThat(headers.firstValue("strict-transport-security")).isEmpty();
        var page = gateway.stranger().get("/").headers();
        assertThat(page.allValues("content-security-policy"))
                .singleElement()
                .asString()
                .contains("script-src 'self'");
    }
}
