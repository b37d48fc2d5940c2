package io.strait.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** Words for the gateway's problem documents (RFC 9457). */
final class ProblemText {
    private ProblemText() {}

    /**
     * One sentence, naming every field that was wrong.
     *
     * @param status HTTP status
     * @param body the document, of which any part may be absent
     */
    static String of(int status, JsonNode body) {
        JsonNode problem = body.path("error").isObject() ? body.path("error") : body;
        StringJoiner fields = new StringJoiner("; ");
        for (JsonNode entry : problem.path("problems")) {
            StringBuilder text = new StringBuilder(entry.path("field").asText("request"))
                    .append(": expected ")
                    .append(entry.path("expected").asText());
            if (entry.has("got")) {
                text.append(", got ").append(entry.get("got"));
            }
            if (!entry.path("nearest").isEmpty()) {
                StringJoiner nearest = new StringJoiner(", ", "; nearest: ", "");
                entry.get("nearest").forEach(name -> nearest.add(name.asText()));
                text.append(nearest);
            }
            fields.add(text);
        }
        if (fields.length() > 0) {
            return fields.toString();
        }
        String said = problem.path("detail").asText(problem.path("title").asText(""));
        return "the gateway answered " + status + (said.isEmpty() ? "" : ": " + said);
    }
}
