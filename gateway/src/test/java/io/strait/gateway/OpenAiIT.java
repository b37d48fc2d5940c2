package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.schemas.avro.StageName;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAI Images API on the wire, over a real broker, with a scripted worker. */
@ExtendWith(SharedStack.class)
final class OpenAiIT {
    private final Stack stack;
    private final Client client;

    OpenAiIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    private CompletableFuture<HttpResponse<String>> asking(String body) {
        return client.sending(client.request("/v1/images/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    /** Id of the job that comes after those known. */
    private String next(List<String> known) {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(
                        () -> stack.queued().stream()
                                .filter(id -> !known.contains(id))
                                .toList(),
                        ids -> !ids.isEmpty())
                .get(0);
    }

    @Test
    void answersWithTheImage() throws Exception {
        List<String> known = stack.queued();
        var asked = asking("{\"prompt\":\"two cats in noto style\",\"n\":null,\"seed\":7}");
        String id = next(known);
        stack.worker().completed(id, new byte[] {1, 2, 3});
        HttpResponse<String> response = asked.get(20, TimeUnit.SECONDS);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode image = Client.json(response.body()).at("/data/0");
        assertThat(image.get("b64_json").binaryValue()).containsExactly(1, 2, 3);
        assertThat(image.get("url").textValue()).startsWith("http://127.0.0.1:").endsWith("/" + id + "/image");
        assertThat(image.get("revised_prompt").textValue()).isEqualTo("noto/cat-face");
    }

    @Test
    void streamsPartialImagesAndTheFinishedOne() throws Exception {
        List<String> known = stack.queued();
        HttpRequest.Builder request = client.request("/v1/images/generations")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"noto/heart\",\"stream\":true,\"partial_images\":2}"));
        var asked = Client.http().sendAsync(request.build(), BodyHandlers.ofLines());
        String id = next(known);
        stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
        stack.worker().preview(id, StageName.BOTTOM, 1, 6, new byte[] {2});
        HttpResponse<Stream<String>> response = asked.get(20, TimeUnit.SECONDS);

        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        try (Stream<String> body = response.body()) {
            Iterator<String> lines = body.iterator();
            List<JsonNode> partials = List.of(data(lines, "partial_image"), data(lines, "partial_image"));
            // Only now: between a job's events and its previews no order is promised.
            stack.worker().completed(id, new byte[] {3});
            assertThat(data(lines, "completed").path("b64_json").binaryValue()).containsExactly(3);
            assertThat(partials)
                    .extracting(partial -> partial.path("partial_image_index").intValue())
                    .containsExactly(0, 1);
        }
    }

    /** Data of the next event, which must be of the name; heartbeats do not count. */
    private static JsonNode data(Iterator<String> lines, String name) throws IOException {
        String line = lines.next();
        while (!line.startsWith("event: ")) {
            line = lines.next();
        }
        assertThat(line).isEqualTo("event: image_generation." + name);
        return Client.json(lines.next().substring("data: ".length()));
    }

    @Test
    void refusesInTheFormOfTheApi() throws Exception {
        HttpResponse<String> size =
                asking("{\"prompt\":\"heart\",\"size\":\"100x100\"}").get(20, TimeUnit.SECONDS);
        assertThat(size.statusCode()).isEqualTo(400);
        assertThat(Client.json(size.body()).at("/error/param").textValue()).isEqualTo("size");
        HttpResponse<String> none = asking("{\"prompt\":\"xyzzy\"}").get(20, TimeUnit.SECONDS);
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(Client.json(none.body()).at("/error/code").textValue()).isEqualTo("no_matching_label");
        assertThat(client.get("/v1/models").body())
                .contains("\"object\":\"list\"")
                .contains("test-bundle");
        assertThat(client.get("/v1/models/other").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/images/edits").statusCode()).isEqualTo(405);
        HttpResponse<String> edit = client.send(client.request("/v1/images/edits")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\":\"heart\",\"images\":[{\"file_id\":\"a\"}]}")));
        assertThat(edit.statusCode()).as(edit.body()).isEqualTo(501);
    }
}
