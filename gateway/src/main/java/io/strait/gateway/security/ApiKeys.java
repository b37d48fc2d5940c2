package io.strait.gateway.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Json;
import io.strait.gateway.tenant.TenantName;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The keys of a file: JSON, {@code {"keys":[{"id","tenant","sha256","createdAt","revokedAt"}]}}. Immutable. */
final class ApiKeys {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Map<String, ApiKey> byId = new LinkedHashMap<>();

    ApiKeys(List<ApiKey> keys) {
        keys.forEach(key -> {
            if (byId.put(key.id(), key) != null) {
                throw new IllegalArgumentException("keys: expected each id once, got " + key.id() + " twice");
            }
        });
    }

    List<ApiKey> all() {
        return List.copyOf(byId.values());
    }

    /** The key a caller holds, if it opens anything. How long this takes says nothing about the secret. */
    Optional<ApiKey> find(String text) {
        return KeyText.id(text)
                .map(byId::get)
                .filter(key ->
                        MessageDigest.isEqual(KeyText.hash(text), HexFormat.of().parseHex(key.sha256())))
                .filter(key -> !key.revoked());
    }

    /** Whether the key of this id opens anything. */
    boolean opens(String id) {
        ApiKey key = byId.get(id);
        return key != null && !key.revoked();
    }

    /** @throws IllegalArgumentException with the first thing that is wrong, and no hash */
    static ApiKeys parse(byte[] json) {
        JsonNode keys = Json.readObject(json).path("keys");
        if (!keys.isArray()) {
            throw new IllegalArgumentException("keys: expected an array, got " + keys.getNodeType());
        }
        return new ApiKeys(IntStream.range(0, keys.size())
                .mapToObj(i -> key("keys[" + i + "]", keys.get(i)))
                .toList());
    }

    byte[] toJson() {
        ObjectNode root = Json.object();
        ArrayNode keys = root.putArray("keys");
        for (ApiKey key : byId.values()) {
            ObjectNode one = keys.addObject()
                    .put("id", key.id())
                    .put("tenant", key.tenant())
                    .put("sha256", key.sha256())
                    .put("createdAt", key.createdAt().toString());
            if (key.revokedAt() != null) {
                one.put("revokedAt", key.revokedAt().toString());
            }
        }
        return Json.bytes(root);
    }

    private static ApiKey key(String name, JsonNode json) {
        String tenant = TenantName.check(name + ".tenant", json.path("tenant").asText());
        return new ApiKey(
                text(name + ".id", json.path("id"), ID, "12 hex digits"),
                tenant,
                text(name + ".sha256", json.path("sha256"), SHA256, "64 hex digits"),
                time(name + ".createdAt", json.path("createdAt")),
                optionalTime(name + ".revokedAt", json.path("revokedAt")));
    }

    private static String text(String name, JsonNode json, Pattern form, String expected) {
        if (!json.isTextual() || !form.matcher(json.textValue()).matches()) {
            throw new IllegalArgumentException(name + ": expected " + expected + ", got something else");
        }
        return json.textValue();
    }

    private static @Nullable Instant optionalTime(String name, JsonNode json) {
        return json.isMissingNode() || json.isNull() ? null : time(name, json);
    }

    private static Instant time(String name, JsonNode json) {
        try {
            return Instant.parse(json.asText());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + ": expected a time such as 2026-01-31T12:00:00Z, got " + json, e);
        }
    }
}
