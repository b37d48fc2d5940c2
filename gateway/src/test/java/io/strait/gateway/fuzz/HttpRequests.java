package io.strait.gateway.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Requests made from the OpenAPI document: as it says, nearly so, and not at all. The same seed gives the same requests. */
public final class HttpRequests {
    private static final String BOUNDARY = "----fuzz";
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "text/plain",
            "multipart/form-data; boundary=" + BOUNDARY,
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "application/x-www-form-urlencoded",
            "nonsense",
            "application/json, application/json",
            "");
    private static final List<String> PATHS = List.of(
            "/v1/generations/",
            "/v1/generations//image",
            "/v1/../health/live",
            "/v1/images/%67enerations",
            "/v1/models/%00",
            "/v1/models/%F0%9F%98%80",
            "/v1/generations/%zz",
            "/page/%2e%2e/logback.xml",
            "/page/..%5c..%5clogback.xml",
            "//page//main.js",
            "/page/" + "a/".repeat(500),
            "/v1/nothing?" + "a=b&".repeat(600),
            "/?cursor=%",
            "*",
            "http://elsewhere/v1/labels");
    private static final List<String> HEADERS = List.of(
            "accept: text/event-stream",
            "accept-encoding: gzip, br, zstd",
            "range: bytes=0-0",
            "range: bytes=5-2,-1,99999999999999999999-",
            "if-none-match: *",
            "if-range: W/\"x\"",
            "last-event-id: 1-2-3-4",
            "last-event-id: \u00ff\u00fe",
            "x-request-id: " + "i".repeat(65),
            "x-request-id: ok-1",
            "origin: https://elsewhere.example",
            "host: elsewhere.example",
            "authorization: Bearer " + "k".repeat(3_000),
            "authorization: Basic %%%",
            "cookie: a=b; c",
            "x-stainless-retry-count: 1",
            "idempotency-key: ",
            "expect: 100-continue",
            "expect: 200-maybe",
            "upgrade: h2c",
            "upgrade: websocket",
            "connection: close",
            "content-encoding: gzip",
            "x-http-method-override: DELETE");

    private final JsonNode document;
    private final List<String> ids;

    private record Operation(String method, String path, JsonNode node) {}

    private final List<Operation> operations = new ArrayList<>();

    /** @param ids of generations that exist */
    public HttpRequests(JsonNode document, List<String> ids) {
        this.document = document;
        this.ids = List.copyOf(ids);
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    if (!method.getKey().equals("parameters")) {
                        operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
                    }
                }));
    }

    /** The request of this seed. */
    public Generated request(long seed) {
        Random random = new Random(seed);
        Operation operation = operations.get(random.nextInt(operations.size()));
        if (random.nextInt(3) == 0) {
            // Where there is most to get wrong.
            operation = operations.stream()
                    .filter(one -> one.node().has("requestBody"))
                    .skip(random.nextInt((int) operations.stream()
                            .filter(one -> one.node().has("requestBody"))
                            .count()))
                    .findFirst()
                    .orElse(operation);
        }
        return switch (random.nextInt(10)) {
            case 0, 1 -> asDocumented(operation, random);
            case 2 -> broken(operation, random);
            default -> nearly(operation, random);
        };
    }

    private Generated asDocumented(Operation operation, Random random) {
        String path = path(operation, true, random);
        JsonNode schema = operation.node().at("/requestBody/content/application~1json/schema");
        if (schema.isMissingNode()) {
            boolean valid =
                    operation.method().equals("GET") && !operation.path().contains("{");
            return http(
                    operation.method(),
                    path,
                    List.of(),
                    new byte[0],
                    valid && !path.equals("/v1/stream") && !path.contains("ready"));
        }
        JsonNode body = new Values(document, random).valid("", schema);
        return http(
                operation.method(),
                path,
                List.of("content-type: application/json"),
                body.toString().getBytes(StandardCharsets.UTF_8),
                path.endsWith("/generations"));
    }

    private Generated nearly(Operation operation, Random random) {
        String method = random.nextInt(15) == 0
                ? List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PURGE")
                        .get(random.nextInt(9))
                : operation.method();
        String path = random.nextInt(12) == 0
                ? PATHS.get(random.nextInt(PATHS.size()))
                : path(operation, random.nextBoolean(), random);
        List<String> headers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.add(HEADERS.get(random.nextInt(HEADERS.size())));
        }
        JsonNode content = operation.node().at("/requestBody/content");
        byte[] body = new byte[0];
        if (content.has("multipart/form-data") && random.nextBoolean()) {
            headers.add("content-type: "
                    + (random.nextInt(10) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : TYPES.get(3)));
            body = new Forms(random).body(random.nextInt(20) == 0 ? "" : BOUNDARY);
        } else if (content.has("application/json")) {
            headers.add("content-type: "
                    + (random.nextInt(20) == 0 ? TYPES.get(random.nextInt(TYPES.size())) : "application/json"));
            body = json(content.at("/application~1json/schema"), random);
        } else if (random.nextInt(10) == 0) {
            body = new byte[random.nextInt(2_000)];
        }
        return http(method, path, headers, body, false);
    }

    private byte[] json(JsonNode schema, Random random) {
        JsonNode body = new Values(document, random).valid("", schema);
        Mutations mutations = new Mutations(random);
        if (body instanceof ObjectNode object && random.nextInt(4) > 0) {
            mutations.tree(object);
            return object.toString().getBytes(StandardCharsets.UTF_8);
        }
        return mutations.text(body.toString());
    }

    /** Not HTTP, or not quite. */
    private Generated broken(Operation operation, Random random) {
        Generated nearly = nearly(operation, random);
        String head = nearly.method() + " " + nearly.path() + " HTTP/1.1\r\nhost: 127.0.0.1\r\n";
        String text = switch (random.nextInt(12)) {
            case 0 -> head.replace("HTTP/1.1", "HTTP/9.9") + "\r\n";
            case 1 -> head + "content-length: -5\r\n\r\nabc";
            case 2 -> head + "content-length: 3\r\ncontent-length: 4\r\n\r\nabcd";
            case 3 -> head + "transfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n0\r\n\r\n";
            case 4 ->
                head + "content-type: " + TYPES.get(random.nextInt(TYPES.size()))
                        + "\r\ntransfer-encoding: chunked\r\n\r\n"
                        + (random.nextBoolean() ? "zz\r\n" : "2\r\n{ \r\nzz\r\n");
            case 5 ->
                head
                        + "transfer-encoding: chunked\r\ncontent-type: application/json\r\n\r\n1\r\n{\r\n0;x=y\r\nt: t\r\n\r\n";
            case 6 -> head + "no colon here\r\n\r\n";
            case 7 -> head + "x: " + "h".repeat(20_000) + "\r\n\r\n";
            case 8 -> nearly.method() + " " + "/" + "u".repeat(6_000) + " HTTP/1.1\r\n\r\n";
            case 9 -> "\r\n\r\n\u0000\u0001\u0002 / HTTP/1.1\r\n\r\n";
            case 10 -> head + "x\u0000y: z\r\n y: folded\r\n\r\n";
            default -> "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        };
        return new Generated(
                nearly.method(),
                nearly.path(),
                Buffer.buffer(text.getBytes(StandardCharsets.ISO_8859_1)),
                false,
                false);
    }

    private String path(Operation operation, boolean known, Random random) {
        String id = known
                ? ids.get(random.nextInt(ids.size()))
                : random.nextBoolean() ? new UUID(random.nextLong(), random.nextLong()).toString() : "a%20b";
        return operation.path().replaceAll("\\{[a-z_]+\\}", id);
    }

    private static Generated http(String method, String path, List<String> headers, byte[] body, boolean valid) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nhost: 127.0.0.1\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        if (body.length > 0 || !Map.of("GET", 1, "HEAD", 1, "DELETE", 1).containsKey(method)) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        head.append("\r\n");
        Buffer bytes = Buffer.buffer(head.toString().getBytes(StandardCharsets.ISO_8859_1))
                .appendBytes(body);
        String shown = path.startsWith("/") ? path.split("\\?", 2)[0] : "*";
        return new Generated(method, shown, bytes, valid, true);
    }
}
