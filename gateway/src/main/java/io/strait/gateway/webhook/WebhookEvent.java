package io.strait.gateway.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Links;
import io.strait.gateway.request.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * Something that a tenant is told.
 *
 * @param id the same for the same thing, however often it is read
 * @param at epoch milliseconds
 * @param payload JSON with the members of the OpenAI API's events and of Standard Webhooks
 */
record WebhookEvent(String id, String type, String tenant, long at, String payload) {
    /** Every type there is. */
    static final List<String> TYPES = List.of(
            "generation.completed",
            "generation.failed",
            "generation.cancelled",
            "generation.expired",
            "batch.completed",
            "batch.failed",
            "batch.cancelled",
            "batch.expired");

    /**
     * The end of a job.
     *
     * @param status how it ended: completed, failed, cancelled, expired
     */
    static WebhookEvent generation(String jobId, String status, String tenant, long at) {
        ObjectNode data = Json.object();
        data.put("id", jobId);
        data.put("status", status);
        Links.put(data, jobId);
        return of("generation." + status, jobId, tenant, at, data);
    }

    /** The end of a batch. */
    static WebhookEvent batch(String batchId, String status, String tenant, long at) {
        ObjectNode data = Json.object();
        data.put("id", batchId);
        return of("batch." + status, batchId, tenant, at, data);
    }

    private static WebhookEvent of(String type, String subject, String tenant, long at, ObjectNode data) {
        String id = "evt_" + hash(type + " " + subject);
        ObjectNode json = Json.object();
        json.put("id", id);
        json.put("object", "event");
        json.put("created_at", at / 1000);
        json.put("type", type);
        json.put("timestamp", Instant.ofEpochMilli(at).toString());
        json.set("data", data);
        return new WebhookEvent(id, type, tenant, at, new String(Json.bytes(json), StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }
}
