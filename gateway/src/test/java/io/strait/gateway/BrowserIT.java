package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What browsers need: tickets and origins, at two gateways with one secret. */
@ExtendWith(SharedStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserIT {
    private static final String ALLOWED = "https://app.example";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Stack stack;
    private final Guarded gateway;
    private final Guarded second;

    BrowserIT(Stack stack, @TempDir Path folder) throws IOException {
        this.stack = stack;
        this.gateway = new Guarded(
                stack, folder, Map.of("STRAIT_GATEWAY_TICKET_SECRET", SECRET, "STRAIT_GATEWAY_ORIGINS", ALLOWED));
        this.second = new Guarded(
                stack, folder, Map.of("STRAIT_GATEWAY_TICKET_SECRET", SECRET, "STRAIT_GATEWAY_TICKET_SECONDS", "1"));
    }

    @AfterAll
    void close() {
        gateway.close();
        second.close();
    }

    private static String ticket(Client client) throws IOException, InterruptedException {
        HttpResponse<String> response =
                client.send(client.request("/v1/stream-tickets").POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return Client.json(response.body()).get("ticket").textValue();
    }

    @Test
    void opensStreamsWithATicketAtAnyGateway() throws Exception {
        String id = gateway.generate();
        String ticket = ticket(gateway.acme());
        for (Guarded one : new Guarded[] {gateway, second}) {
            Messages messages = new Messages();
            WebSocket socket = one.socket("/v1/stream?ticket=" + ticket, "", "", messages);
            socket.sendText("{\"type\":\"subscribe\",\"ref\":\"r\",\"id\":\"" + id + "\"}", true)
                    .join();
            assertThat(messages.next().get("event").textValue()).isEqualTo("queued");
            socket.abort();
        }
        stack.worker().completed(id, new byte[] {1});
        HttpResponse<String> events = second.stranger().get("/v1/generations/" + id + "/events?ticket=" + ticket);
        assertThat(events.statusCode()).isEqualTo(200);
        assertThat(events.body()).contains("event: completed");
        assertThat(second.stranger()
                        .get("/v1/generations/" + id + "/events?ticket=" + ticket(gateway.other()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void givesLinksToImagesThatNeedNoKey() throws Exception {
        List<String> known = stack.queued();
        var asked = gateway.acme()
                .sending(gateway.acme()
                        .request("/v1/images/generations")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"prompt\":\"heart\",\"response_format\":\"url\"}")));
        String id = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> stack.queued().stream()
                                .filter(job -> !known.contains(job))
                                .findFirst()
                                .orElse(""),
                        job -> !job.isEmpty());
        stack.worker().completed(id, new byte[] {1, 2, 3});
        String url = Client.json(asked.get(20, TimeUnit.SECONDS).body())
                .at("/data/0/url")
                .textValue();
        String link = url.substring(url.indexOf("/v1/"));
        assertThat(gateway.stranger().get(link).statusCode()).isEqualTo(200);
        assertThat(second.stranger().get(link).statusCode()).isEqualTo(200);
        assertThat(gateway.stranger().get(link.replace("/image", "/events")).statusCode())
                .isEqualTo(401);
        String other = gateway.generate();
        assertThat(gateway.stranger().get(link.replace(id, other)).statusCode()).isEqualTo(401);
    }

    @Test
    void opensNothingElseWithATicket() throws Exception {
        String id = gateway.generate();
        String ticket = ticket(gateway.acme());
        Client stranger = gateway.stranger();
        assertThat(stranger.get("/v1/generations/" + id + "?ticket=" + ticket).statusCode())
                .isEqualTo(401);
        assertThat(stranger.get("/v1/generations/" + id + "/image?ticket=" + ticket)
                        .statusCode())
                .isEqualTo(401);
        assertThat(gateway.with(ticket).get("/v1/labels").statusCode()).isEqualTo(401);
        assertThat(gateway.refusal("/v1/stream?ticket=" + ticket + "&ticket=" + ticket, "", ""))
                .isEqualTo(401);
        assertThat(gateway.refusal("/v1/stream?ticket=" + ticket.replace('.', '_'), "", ""))
                .isEqualTo(401);
    }

    @Test
    void endsATicketAfterItsTime() throws Exception {
        String ticket = ticket(second.acme());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> second.refusal("/v1/stream?ticket=" + ticket, "", "") == 401);
        assertThat(gateway.refusal("/v1/stream?ticket=" + ticket, "", "")).isEqualTo(401);
    }

    @Test
    void answersPagesOfNamedOriginsOnly() throws Exception {
        Client stranger = gateway.stranger();
        HttpResponse<String> asked = raw(stranger.request("/v1/generations")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("origin", ALLOWED)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "authorization,content-type"));
        assertThat(asked.statusCode()).isEqualTo(204);
        assertThat(asked.headers().firstValue("access-control-allow-origin")).contains(ALLOWED);
        assertThat(asked.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("authorization");
        assertThat(asked.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();

        HttpResponse<String> allowed =
                gateway.acme().send(gateway.acme().request("/v1/labels").header("origin", ALLOWED));
        assertThat(allowed.statusCode()).isEqualTo(200);
        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains(ALLOWED);
        assertThat(allowed.headers().firstValue("access-control-expose-headers").orElseThrow())
                .contains("retry-after-ms");

        HttpResponse<String> other =
                gateway.acme().send(gateway.acme().request("/v1/labels").header("origin", "https://evil.example"));
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
        HttpResponse<String> refused = raw(stranger.request("/v1/generations")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("origin", "https://evil.example")
                .header("access-control-request-method", "POST"));
        assertThat(refused.statusCode()).isEqualTo(401);
    }

    /** What browsers ask by themselves is not in the document. */
    private static HttpResponse<String> raw(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Client.http().send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void opensSocketsForPagesOfNamedOriginsOnly() {
        String key = gateway.acmeKey();
        assertThat(gateway.refusal("/v1/stream", key, ALLOWED)).isEqualTo(101);
        assertThat(gateway.refusal("/v1/stream", key, "https://evil.example")).isEqualTo(403);
        assertThat(gateway.refusal("/v1/stream", key, ALLOWED + ".evil.example"))
                .isEqualTo(403);
        assertThat(second.refusal("/v1/stream", second.acmeKey(), ALLOWED)).isEqualTo(403);
    }
}
