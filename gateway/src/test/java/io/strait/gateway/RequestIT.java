package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused, and what can be asked for. */
@ExtendWith(SharedStack.class)
final class RequestIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";

    private final Client client;

    RequestIT(Stack stack) {
        this.client = stack.client();
    }

    @Test
    void reportsEveryProblemOfARequest() throws Exception {
        HttpResponse<String> response = client.post(
                "{\"label\":\"noto/catface\",\"size\":300,\"steps\":{\"top\":65},\"guidance\":-1,\"sead\":1}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
        JsonNode problems = Client.json(response.body()).get("problems");
        assertThat(problems.findValuesAsText("field"))
                .containsExactlyInAnyOrder("label", "size", "steps.top", "guidance", "sead");
        assertThat(response.body()).contains("noto/cat-face");
    }

    @Test
    void refusesBodiesThatAreNotRequests() throws Exception {
        assertThat(client.post("{").statusCode()).isEqualTo(400);
        assertThat(client.post("").statusCode()).isEqualTo(400);
        assertThat(client.post("[]").statusCode()).isEqualTo(400);
        assertThat(client.post("{\"label\":\"a\",\"label\":\"b\"}").statusCode())
                .isEqualTo(400);
        assertThat(client.post("{} {}").statusCode()).isEqualTo(400);
        assertThat(client.post("{\"label\":\"" + "x".repeat(64 * 1024) + "\"}").statusCode())
                .isEqualTo(413);
        assertThat(client.send(client.request("/v1/generations")
                                .header("content-type", "text/plain")
                                .POST(BodyPublishers.ofString(CAT)))
                        .statusCode())
                .isEqualTo(415);
        assertThat(client.delete("/v1/labels").statusCode()).isEqualTo(405);
        assertThat(client.get("/v1/nothing").statusCode()).isEqualTo(404);
        assertThat(client.get("/v1/nothing").body()).contains("\"status\":404").doesNotContain("Exception");
    }

    @Test
    void listsWhatCanBeAskedFor() throws Exception {
        JsonNode labels = Client.json(client.get("/v1/labels").body());

        assertThat(labels.get("labels")).hasSize(6);
        assertThat(labels.get("styles").toString()).isEqualTo("[\"noto\",\"fluent\"]");
        assertThat(labels.get("subjects").toString()).isEqualTo("[\"cat-face\",\"heart\",\"smiley\"]");
        assertThat(labels.get("sizes").toString()).isEqualTo("[256,512]");
        assertThat(labels.at("/defaults/top/steps").intValue()).isEqualTo(6);
    }
}
