package io.strait.bench.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/** Files and batches over HTTP. */
final class Client {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String EDGE = "strait-bench-edge";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    Client(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    /** Sends a file; its id. */
    String upload(Path file) throws IOException, InterruptedException {
        BodyPublisher form = BodyPublishers.concat(
                BodyPublishers.ofString(
                        "--" + EDGE + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--"
                                + EDGE
                                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"lines.jsonl\"\r\n\r\n"),
                BodyPublishers.ofFile(file),
                BodyPublishers.ofString("\r\n--" + EDGE + "--\r\n"));
        return post("/v1/files", "multipart/form-data; boundary=" + EDGE, form)
                .get("id")
                .textValue();
    }

    /** Asks for a batch; its id. */
    String batch(String fileId) throws IOException, InterruptedException {
        String body = "{\"input_file_id\":\"" + fileId
                + "\",\"endpoint\":\"/v1/images/generations\",\"completion_window\":\"24h\"}";
        return post("/v1/batches", "application/json", BodyPublishers.ofString(body))
                .get("id")
                .textValue();
    }

    private JsonNode post(String path, String type, BodyPublisher body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("content-type", type)
                        .timeout(PATIENCE)
                        .POST(body)
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("POST " + path + ": expected 200, got " + answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
