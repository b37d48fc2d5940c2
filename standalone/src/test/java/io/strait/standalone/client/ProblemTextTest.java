package io.strait.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ProblemTextTest {
    @Test
    void namesEveryField() throws JsonProcessingException {
        String text = text(
                400,
                "{\"problems\":[{\"field\":\"size\",\"expected\":\"256 or 512\",\"got\":300},"
                        + "{\"field\":\"label\",\"expected\":\"a label\",\"got\":\"hart\",\"nearest\":[\"heart\",\"cat\"]}]}");
        assertThat(text)
                .isEqualTo("size: expected 256 or 512, got 300; label: expected a label, got \"hart\""
                        + "; nearest: heart, cat");
    }

    @Test
    void fallsBackToWhatTheGatewaySaid() throws JsonProcessingException {
        assertThat(text(404, "{\"detail\":\"no such job\"}")).isEqualTo("the gateway answered 404: no such job");
        assertThat(text(502, "{}")).isEqualTo("the gateway answered 502");
    }

    private static String text(int status, String json) throws JsonProcessingException {
        return ProblemText.of(status, new ObjectMapper().readTree(json));
    }
}
