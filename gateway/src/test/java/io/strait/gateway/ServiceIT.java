package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Health, the port, the page. */
@ExtendWith(SharedStack.class)
final class ServiceIT {
    private final Stack stack;
    private final Client client;

    ServiceIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    @Test
    void isAliveButNotReadyWithoutWorkers() throws Exception {
        assertThat(client.get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = client.get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Client.json(ready.body()).get("reasons").toString())
                .isEqualTo(
                        "[\"no top worker has joined\",\"no bottom worker has joined\",\"no upsampler worker has joined\"]");
    }

    @Test
    void saysThatThePortIsTaken() {
        GatewayConfig taken = stack.config(stack.shared().port());
        assertThatThrownBy(() -> Stack.await(Gateway.start(taken)))
                .hasMessageContaining("127.0.0.1:" + stack.shared().port())
                .hasMessageContaining("taken");
    }

    @Test
    void letsBrowsersKeepThePageAndAsk() throws Exception {
        for (String path : List.of("/", "/page/main.js")) {
            HttpResponse<String> first = client.get(path);
            assertThat(first.headers().allValues("cache-control")).as(path).containsExactly("no-cache");
            String etag = first.headers().firstValue("etag").orElseThrow();
            HttpResponse<String> again = client.send(client.request(path).header("if-none-match", etag));
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(client.send(client.request(path).header("if-none-match", "\"x\""))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void servesThePageWithStrictHeaders() throws Exception {
        HttpResponse<String> page = client.get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(page.headers().firstValue("x-content-type-options")).contains("nosniff");
        HttpResponse<String> script = client.get("/page/main.js");
        assertThat(script.statusCode()).isEqualTo(200);
        assertThat(script.headers().firstValue("content-type").orElseThrow()).contains("javascript");
        assertThat(client.get("/page/../logback.xml").statusCode()).isEqualTo(404);
        assertThat(client.get("/page/nothing.js").statusCode()).isEqualTo(404);
    }
}
