package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.gateway.fuzz.RawHttp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** By which names a gateway may be asked. */
@ExtendWith(SharedStack.class)
final class HostNamesIT {
    private static final String REBOUND = "rebound.example";

    private final Stack stack;

    HostNamesIT(Stack stack) {
        this.stack = stack;
    }

    private static RawHttp.Answer ask(int port, String method, String path, String... headers) throws Exception {
        String head = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        try (RawHttp connection = new RawHttp(port, 10_000)) {
            connection.write(head.getBytes(StandardCharsets.US_ASCII));
            return connection.answer(method).orElseThrow();
        }
    }

    private static int status(int port, String... headers) throws Exception {
        return ask(port, "GET", "/v1/labels", headers).status();
    }

    @Test
    void anotherNameThatLeadsHereIsRefusedWhereNobodyIsAskedWhoTheyAre() throws Exception {
        int port = stack.shared().port();
        for (String own : List.of(
                "127.0.0.1",
                "127.0.0.1:" + port,
                "LOCALHOST:1",
                "localhost.",
                "app.localhost",
                "[::1]:80",
                "127.9.8.7")) {
            assertThat(status(port, "host: " + own)).as(own).isEqualTo(200);
        }
        for (String other : List.of(
                REBOUND,
                REBOUND + ":" + port,
                "127.0.0.1." + REBOUND,
                "localhost." + REBOUND,
                "192.168.0.7",
                "[fe80::1]")) {
            assertThat(status(port, "host: " + other)).as(other).isEqualTo(421);
        }
        assertThat(status(port, "host: localhost", "host: " + REBOUND)).isEqualTo(421);
        RawHttp.Answer page = ask(port, "GET", "/", "host: " + REBOUND);
        assertThat(page.status()).isEqualTo(421);
        assertThat(page.headers().get("content-type")).containsExactly("application/problem+json");
        assertThat(page.body().toString()).contains("host: expected localhost").contains("STRAIT_GATEWAY_HOSTS");
        RawHttp.Answer api = ask(port, "GET", "/v1/models", "host: " + REBOUND);
        assertThat(api.status()).isEqualTo(421);
        assertThat(Client.json(api.body().getBytes()).at("/error/message").textValue())
                .contains("host: expected");
        RawHttp.Answer post = ask(
                port,
                "POST",
                "/v1/generations",
                "host: " + REBOUND,
                "content-type: application/json",
                "content-length: 0");
        assertThat(post.status()).isEqualTo(421);
    }

    /** A page of that name has that name for its origin too, which alone would look like ours. */
    @Test
    void aWebSocketIsOpenedByOwnNamesOnly() throws Exception {
        for (String name : List.of(REBOUND, "localhost")) {
            RawHttp.Answer answer = ask(
                    stack.shared().port(),
                    "GET",
                    "/v1/stream",
                    "host: " + name,
                    "origin: http://" + name,
                    "upgrade: websocket",
                    "connection: Upgrade",
                    "sec-websocket-version: 13",
                    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(answer.status()).as(name).isEqualTo(name.equals(REBOUND) ? 421 : 101);
        }
    }

    @Test
    void namesCanBeAdded() throws Exception {
        Gateway named = stack.gateway(Map.of("STRAIT_GATEWAY_HOSTS", "Images.Example, 10.1.2.3"));
        assertThat(status(named.port(), "host: images.example:443")).isEqualTo(200);
        assertThat(status(named.port(), "host: 10.1.2.3")).isEqualTo(200);
        assertThat(status(named.port(), "host: localhost")).isEqualTo(200);
        assertThat(status(named.port(), "host: " + REBOUND)).isEqualTo(421);
        Stack.await(named.close());
    }
}
