package io.strait.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * One event of a generation's stream.
 *
 * @param name {@code queued}, {@code started}, {@code preview}, {@code stage-completed}, or one of the four that end the stream
 * @param id cursor to resume after, as sent in {@code Last-Event-ID}; empty if the event had none
 * @param data what the gateway says about it
 */
public record ServerEvent(String name, String id, JsonNode data) {
    private static final Set<String> LAST = Set.of("completed", "failed", "cancelled", "expired");

    /** Whether nothing follows this event. */
    public boolean isTerminal() {
        return LAST.contains(name);
    }
}
