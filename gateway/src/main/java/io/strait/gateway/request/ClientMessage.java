package io.strait.gateway.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client says over a WebSocket. */
public sealed interface ClientMessage {
    /**
     * Makes an image and follows it.
     *
     * @param idempotencyKey the caller's name for the request, if it has one
     */
    record Generate(ObjectNode request, @Nullable String idempotencyKey) implements ClientMessage {}

    /** Follows a job from a cursor, or from its start. */
    record Subscribe(String id, @Nullable String cursor) implements ClientMessage {}

    /** Cancels a job. */
    record Cancel(String id) implements ClientMessage {}

    /** Stops following a job. */
    record Unsubscribe(String id) implements ClientMessage {}

    /** Field of the key of a request that must not be served twice. */
    String IDEMPOTENCY_KEY = "idempotencyKey";

    /** Longest {@code ref}. */
    int MAX_REF = 200;

    /** The client's own name for this exchange, null if there is none that can be read. */
    static @Nullable String ref(ObjectNode message) {
        JsonNode ref = message.get("ref");
        return ref != null && ref.isTextual() && ref.textValue().length() <= MAX_REF ? ref.textValue() : null;
    }

    /**
     * Reads a message.
     *
     * @throws InvalidRequestException with every problem
     */
    static ClientMessage read(ObjectNode message) {
        Fields fields = new Fields(message);
        if (fields.value("ref") != null && ref(message) == null) {
            fields.report("ref", "a string of at most " + MAX_REF + " characters", fields.value("ref"));
        }
        String type = fields.text("type");
        ClientMessage read = null;
        if ("generate".equals(type)) {
            fields.allowOnly(List.of("type", "ref", "request", IDEMPOTENCY_KEY));
            String key = fields.text(IDEMPOTENCY_KEY);
            if (fields.value("request") instanceof ObjectNode request) {
                read = new Generate(request, key);
            } else {
                fields.report("request", "an object as POST /v1/generations takes it", fields.value("request"));
            }
        } else if ("subscribe".equals(type)) {
            fields.allowOnly(List.of("type", "ref", "id", "cursor"));
            read = new Subscribe(id(fields), fields.text("cursor"));
        } else if ("cancel".equals(type)) {
            fields.allowOnly(List.of("type", "ref", "id"));
            read = new Cancel(id(fields));
        } else if ("unsubscribe".equals(type)) {
            fields.allowOnly(List.of("type", "ref", "id"));
            read = new Unsubscribe(id(fields));
        } else if (fields.problems().isEmpty() || type != null) {
            fields.report("type", "one of generate, subscribe, cancel, unsubscribe", fields.value("type"));
        }
        if (read == null || !fields.problems().isEmpty()) {
            throw new InvalidRequestException(fields.problems());
        }
        return read;
    }

    private static String id(Fields fields) {
        String id = fields.text("id");
        if (id == null && fields.value("id") == null) {
            fields.report("id", "the id of a generation", null);
        }
        return id == null ? "" : id;
    }
}
