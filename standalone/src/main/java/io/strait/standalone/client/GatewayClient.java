package io.strait.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Talks to a gateway as any client would. Thread-safe; calls block. */
public final class GatewayClient {
    private static final int RECONNECTS = 5;

    private final URI server;
    private final String key;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /**
     * Connects with the first request.
     *
     * @param server where the gateway listens, for example {@code http://127.0.0.1:8080}
     */
    public GatewayClient(URI server) {
        this(server, "");
    }

    /** @param key API key; empty: none */
    public GatewayClient(URI server, String key) {
        this.key = key;
        String text = server.toString();
        this.server = text.endsWith("/") ? server : URI.create(text + "/");
    }

    /** Asks for an image. Returns once the gateway has stored the job durably. */
    public Accepted submit(GenerationRequest request) {
        String body = json.valueToTree(request.body()).toString();
        JsonNode answer = tree(request("v1/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        return new Accepted(answer.path("id").asText(), answer.path("seed").asText());
    }

    /** Where a generation stands: {@code status}, {@code stage}, {@code step} and timings. */
    public JsonNode status(String id) {
        return tree(request("v1/generations/" + id).GET());
    }

    /** Ends a generation early. */
    public void cancel(String id) {
        bytes(request("v1/generations/" + id).DELETE());
    }

    /** The finished image, as the gateway has it. */
    public byte[] image(String id) {
        return bytes(request("v1/generations/" + id + "/image").GET());
    }

    /** The classes that the gateway's bundle knows. */
    public List<String> labels() {
        JsonNode answer = tree(request("v1/labels").GET());
        List<String> labels = new ArrayList<>();
        for (JsonNode label : answer.path("labels")) {
            labels.add(label.isTextual() ? label.asText() : label.path("name").asText());
        }
        return labels;
    }

    /**
     * Hands every event of a generation to the consumer, from the first on, and returns the last one. A broken connection is
     * taken up again after the last event seen.
     */
    public ServerEvent follow(String id, Consumer<ServerEvent> consumer) {
        String cursor = "";
        for (int attempt = 0; attempt <= RECONNECTS; attempt++) {
            HttpRequest.Builder request =
                    request("v1/generations/" + id + "/events").header("accept", "text/event-stream");
            if (!cursor.isEmpty()) {
                request.header("last-event-id", cursor);
            }
            try (InputStream body = open(request.GET());
                    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                EventStream stream = new EventStream(lines, json);
                for (Optional<ServerEvent> next = stream.next(); next.isPresent(); next = stream.next()) {
                    ServerEvent event = next.get();
                    consumer.accept(event);
                    cursor = event.id();
                    if (event.isTerminal()) {
                        return event;
                    }
                }
            } catch (IOException e) {
                if (attempt == RECONNECTS) {
                    throw new GatewayException("generation " + id + ": the event stream broke off", e);
                }
            }
        }
        throw new GatewayException("generation " + id + ": the event stream ended before the generation did");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path));
        return key.isEmpty() ? request : request.header("authorization", "Bearer " + key);
    }

    private JsonNode tree(HttpRequest.Builder request) {
        try {
            return json.readTree(bytes(request));
        } catch (IOException e) {
            throw new GatewayException(server + ": expected JSON, is this a StraIT gateway?", e);
        }
    }

    private byte[] bytes(HttpRequest.Builder request) {
        try (InputStream body = open(request.timeout(Duration.ofSeconds(60)))) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new GatewayException(server + ": the connection broke off", e);
        }
    }

    private InputStream open(HttpRequest.Builder request) {
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            if (response.statusCode() / 100 == 2) {
                return response.body();
            }
            try (InputStream body = response.body()) {
                throw new GatewayException(problem(response.statusCode(), body.readAllBytes()));
            }
        } catch (IOException e) {
            throw new GatewayException("cannot reach a gateway at " + server, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("interrupted while waiting for " + server, e);
        }
    }

    private String problem(int status, byte[] body) {
        try {
            return ProblemText.of(status, json.readTree(body));
        } catch (IOException e) {
            return "the gateway answered " + status;
        }
    }
}
