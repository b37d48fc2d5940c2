package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.fuzz.RawHttp;
import io.strait.schemas.avro.StageName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every answer has in common: an id, a form for failures, and HTTP's own ways with methods, caches and ranges. */
@ExtendWith(SharedStack.class)
final class HttpIT {
    private static final byte[] IMAGE = "a scripted image of 32 bytes....".getBytes(StandardCharsets.UTF_8);

    private final Stack stack;
    private final Client client;

    HttpIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    private HttpResponse<String> of(String method, String path) throws Exception {
        return client.send(client.request(path).method(method, BodyPublishers.noBody()));
    }

    @Test
    void everyAnswerHasTheRequestsId() throws Exception {
        for (String path :
                List.of("/", "/page/main.js", "/v1/labels", "/v1/models", "/v1/nothing", "/v1/images/x", "/%zz")) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nx-request-id: of-the.client_1\r\n"))
                    .as(path)
                    .contains("x-request-id: of-the.client_1");
            assertThat(raw("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nx-request-id: <script>\r\n"))
                    .as(path)
                    .containsPattern("x-request-id: [0-9a-f-]{36}");
        }
        assertThat(raw(String.join(
                        "\r\n",
                        "GET /v1/stream HTTP/1.1",
                        "host: localhost",
                        "upgrade: websocket",
                        "sec-websocket-version: 13",
                        "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==",
                        "x-request-id: socket",
                        "connection: Upgrade",
                        "")))
                .startsWith("HTTP/1.1 101")
                .contains("x-request-id: socket");
    }

    @Test
    void whatIsNoHttpGetsAnIdAndAProblem() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nno colon\r\n"))
                .contains(" 400 ")
                .contains("application/problem+json")
                .contains("\"requestId\":\"");
        assertThat(raw("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nhost: localhost\r\n"))
                .contains(" 414 ");
        assertThat(raw("GET / HTTP/1.1\r\nhost: localhost\r\nx: " + "x".repeat(9_000) + "\r\n"))
                .contains(" 431 ")
                .containsPattern("x-request-id: [0-9a-f-]{36}");
    }

    @Test
    void failuresHaveTheFormOfTheirApi() throws Exception {
        HttpResponse<String> method = of("DELETE", "/v1/labels");
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("allow")).contains("GET, HEAD");
        JsonNode problem = Client.json(method.body());
        assertThat(problem.get("title").textValue()).isEqualTo("Method Not Allowed");
        assertThat(problem.get("requestId").textValue())
                .isEqualTo(method.headers().firstValue("x-request-id").orElseThrow());
        assertThat(of("PUT", "/v1/generations/1").headers().firstValue("allow")).contains("DELETE, GET, HEAD");

        assertError(of("GET", "/v1/images/nothing"), 404, "not_found");
        assertError(of("GET", "/v1/images/generations"), 405, "method_not_allowed");
        assertThat(of("GET", "/v1/images/generations").headers().firstValue("allow"))
                .contains("POST");
        assertError(of("POST", "/v1/models"), 405, "method_not_allowed");
        assertError(of("POST", "/v1/images/generations"), 415, "invalid_content_type");
        assertError(
                client.send(client.request("/v1/images/generations")
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"prompt\":\"" + "x".repeat(300_000) + "\"}"))),
                413,
                "body_too_long");
    }

    private static void assertError(HttpResponse<String> response, int status, String code) throws IOException {
        assertThat(response.statusCode()).isEqualTo(status);
        JsonNode error = Client.json(response.body()).get("error");
        assertThat(error.fieldNames()).toIterable().containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.get("code").textValue()).isEqualTo(code);
        assertThat(response.headers().firstValue("x-should-retry")).contains("false");
    }

    @Test
    void headTellsWhatGetWouldSend() throws Exception {
        for (String path : List.of("/v1/labels", "/v1/models", finished())) {
            HttpResponse<String> head = of("HEAD", path);
            HttpResponse<byte[]> get = Client.http().send(client.request(path).build(), BodyHandlers.ofByteArray());
            assertThat(head.statusCode()).as(path).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("content-length")).contains(Integer.toString(get.body().length));
            assertThat(head.headers().firstValue("content-type"))
                    .isEqualTo(get.headers().firstValue("content-type"));
        }
    }

    @Test
    void partsOfAnImageAreServed() throws Exception {
        String path = finished();
        HttpResponse<String> whole = client.get(path);
        String etag = whole.headers().firstValue("etag").orElseThrow();
        assertThat(whole.headers().firstValue("accept-ranges")).contains("bytes");
        HttpResponse<String> part = client.send(client.request(path).header("range", "bytes=2-9"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("scripted");
        assertThat(part.headers().firstValue("content-range")).contains("bytes 2-9/32");
        assertThat(part.headers().firstValue("etag")).contains(etag);
        assertThat(client.send(client.request(path).header("range", "bytes=-4")).body())
                .isEqualTo("....");
        assertThat(client.send(client.request(path).header("range", "bytes=30-99"))
                        .body())
                .isEqualTo("..");
        HttpResponse<String> beyond = client.send(client.request(path).header("range", "bytes=32-"));
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(beyond.headers().firstValue("content-range")).contains("bytes */32");
        assertThat(client.send(client.request(path).header("range", "bytes=0-1,4-5"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.send(client.request(path).header("range", "bytes=0-1").header("if-range", etag))
                        .statusCode())
                .isEqualTo(206);
        assertThat(client.send(client.request(path).header("range", "bytes=0-1").header("if-range", "\"old\""))
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> known = client.send(client.request(path).header("if-none-match", "\"old\", W/" + etag));
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.headers().firstValue("etag")).contains(etag);
    }

    /** On one connection each: what is behind it must not be held up by a body that nobody wanted. */
    @Test
    void aRefusedBodyLeavesTheConnectionUsable() throws Exception {
        String form = "--b\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\nother\r\n--b--\r\n";
        for (String type : List.of(
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=b",
                "multipart/form-data; boundary=other",
                "text/plain")) {
            for (String path : List.of("/v1/files", "/v1/images/edits", "/v1/batches", "/v1/generations")) {
                try (RawHttp connection = new RawHttp(stack.shared().port(), 10_000)) {
                    String head = "POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: " + type
                            + "\r\ncontent-length: " + form.length() + "\r\n\r\n";
                    connection.write((head + form).getBytes(StandardCharsets.US_ASCII));
                    assertThat(connection.answer("POST").orElseThrow().status())
                            .as(path + " " + type)
                            .isIn(400, 415);
                    connection.write(
                            "GET /v1/labels HTTP/1.1\r\nhost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(connection.answer("GET").orElseThrow().status())
                            .as("after " + path + " " + type)
                            .isEqualTo(200);
                }
            }
        }
    }

    /** A form may be cut off while its place in the store is being made: then the connection is closed. */
    @Test
    void aBodyThatBreaksOffIsTheClientsFault() throws Exception {
        for (String path : List.of(
                "/v1/generations", "/v1/images/generations", "/v1/batches", "/v1/webhooks", "/v1/images/edits")) {
            assertThat(broken(path, "application/json")).as(path).contains(400);
        }
        for (String path : List.of("/v1/files", "/v1/images/edits")) {
            assertThat(broken(path, "multipart/form-data; boundary=b").orElse(400))
                    .as(path)
                    .isEqualTo(400);
        }
    }

    /** Status of the answer to a body with a chunk of no size; empty if there is none. */
    private Optional<Integer> broken(String path, String type) throws Exception {
        try (RawHttp connection = new RawHttp(stack.shared().port(), 10_000)) {
            connection.write(("POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: " + type
                            + "\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{ \r\nzz\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return connection.answer("POST").map(RawHttp.Answer::status);
        }
    }

    /** Path of a finished image. */
    private String finished() throws Exception {
        String id = client.generate("{\"label\":\"noto/heart\"}");
        stack.worker().started(id, StageName.TOP, 6);
        stack.worker().completed(id, IMAGE);
        String path = "/v1/generations/" + id + "/image";
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> client.get(path).statusCode() == 200);
        return path;
    }

    /** Answer to a head, without a body of the request, until the server closes or has said all. */
    private String raw(String head) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), stack.shared().port())) {
            socket.setSoTimeout(5_000);
            String closing = head.contains("connection:") ? "" : "connection: close\r\n";
            socket.getOutputStream().write((head + closing + "\r\n").getBytes(StandardCharsets.US_ASCII));
            if (!closing.isEmpty()) {
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            }
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) socket.getInputStream().read());
            }
            return answer.toString();
        }
    }
}
