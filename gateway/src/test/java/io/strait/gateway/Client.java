package io.strait.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A client of one gateway: the JDK's own. Every answer that it gets whole is held against the OpenAPI document. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;
    private final String credential;

    Client(Gateway gateway) {
        this(gateway, "");
    }

    /** One that shows a credential with every request. */
    Client(Gateway gateway, String credential) {
        this.port = gateway.port();
        this.credential = credential;
    }

    /** One server-sent event. */
    record Event(String id, String name, JsonNode data) {}

    static HttpClient http() {
        return HTTP;
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("http", path)).timeout(Duration.ofSeconds(20));
        return credential.isEmpty() ? request : request.header("authorization", "Bearer " + credential);
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(generation(body));
    }

    HttpRequest.Builder generation(String body) {
        return request("/v1/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        Contract.check(response);
        return response;
    }

    CompletableFuture<HttpResponse<String>> sending(HttpRequest.Builder request) {
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(response -> {
            Contract.check(response);
            return response;
        });
    }

    /** Accepted generation's id. */
    String generate(String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(body);
        if (response.statusCode() != 202) {
            throw new AssertionError("expected 202, got " + response.statusCode() + " " + response.body());
        }
        return json(response.body()).get("id").textValue();
    }

    static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    static JsonNode json(byte[] text) throws IOException {
        return JSON.readTree(text);
    }

    /** Reads a stream until the server ends it, or as many events as wanted. */
    List<Event> events(String id, String lastEventId, int most) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/v1/generations/" + id + "/events");
        if (!lastEventId.isEmpty()) {
            request.header("last-event-id", lastEventId);
        }
        HttpResponse<Stream<String>> response = HTTP.send(request.build(), BodyHandlers.ofLines());
        if (response.statusCode() == 204) {
            return List.of();
        }
        if (response.statusCode() != 200) {
            throw new AssertionError("expected 200, got " + response.statusCode());
        }
        List<Event> events = new ArrayList<>();
        String cursor = "";
        String name = "";
        try (Stream<String> lines = response.body()) {
            for (Iterator<String> next = lines.iterator(); events.size() < most && next.hasNext(); ) {
                String line = next.next();
                if (line.startsWith("id: ")) {
                    cursor = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    byte[] data = line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8);
                    events.add(new Event(cursor, name, json(data)));
                }
            }
        }
        return events;
    }

    /** As {@link #events}, meanwhile. */
    CompletableFuture<List<Event>> reading(String id, String lastEventId, int most) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return events(id, lastEventId, most);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("reading events", e);
            }
        });
    }
}
