package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.schemas.avro.StageName;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        var asked = asking("{\"prompt\":\"noto/heart\",\"stream\":true,\"partial_images\":2}");
        String id = next(known);
        stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
        stack.worker().preview(id, StageName.BOTTOM, 1, 6, new byte[] {2});
        stack.worker().completed(id, new byte[] {3});
        HttpResponse<String> response = asked.get(20, TimeUnit.SECONDS);

        assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(response.body().lines().filter(line -> line.startsWith("event: ")))
                .containsExactly(
                        "event: image_generation.partial_image",
                        "event: image_generation.partial_image",
                        "event: image_generation.completed");
        assertThat(response.body()).contains("\"partial_image_index\":0").contains("\"partial_image_index\":1");
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
