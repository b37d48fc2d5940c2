package io.strait.gateway.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The file of limits: JSON with {@code defaults} and, under {@code tenants}, what is different for some. What neither says is unlimited.
 *
 * @param defaults of whoever is not named
 */
record LimitsFile(TenantLimits defaults, Map<String, TenantLimits> tenants) {
    private static final List<String> NAMES = List.of("requestsPerMinute", "concurrent", "queued", "daily", "running");
    private static final Set<String> MEMBERS = Set.of("defaults", "tenants");

    LimitsFile {
        tenants = Map.copyOf(tenants);
    }

    TenantLimits of(String tenant) {
        return tenants.getOrDefault(tenant, defaults);
    }

    /** @throws IllegalArgumentException with the first thing that is wrong */
    static LimitsFile parse(byte[] json) {
        ObjectNode root = Json.readObject(json);
        expectOnly("limits", root, MEMBERS);
        TenantLimits defaults = limits("defaults", root.path("defaults"), TenantLimits.NONE);
        Map<String, TenantLimits> tenants = new HashMap<>();
        JsonNode named = root.path("tenants");
        if (!named.isMissingNode() && !named.isObject()) {
            throw new IllegalArgumentException("tenants: expected an object, got " + named);
        }
        for (Map.Entry<String, JsonNode> one : named.properties()) {
            String tenant = TenantName.check("tenants", one.getKey());
            tenants.put(tenant, limits("tenants." + tenant, one.getValue(), defaults));
        }
        return new LimitsFile(defaults, tenants);
    }

    private static TenantLimits limits(String name, JsonNode json, TenantLimits fallback) {
        if (json.isMissingNode()) {
            return fallback;
        }
        if (!json.isObject()) {
            throw new IllegalArgumentException(name + ": expected an object, got " + json);
        }
        expectOnly(name, json, Set.copyOf(NAMES));
        return new TenantLimits(
                number(name, json, "requestsPerMinute", fallback.requestsPerMinute()),
                number(name, json, "concurrent", fallback.concurrent()),
                number(name, json, "queued", fallback.queued()),
                number(name, json, "daily", fallback.daily()),
                number(name, json, "running", fallback.running()));
    }

    private static int number(String name, JsonNode json, String member, int fallback) {
        JsonNode value = json.path(member);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (value.isNull()) {
            return TenantLimits.UNLIMITED;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw new IllegalArgumentException(
                    "%s.%s: expected a whole number from 1 to %d, or null for no bound, got %s"
                            .formatted(name, member, TenantLimits.UNLIMITED, value));
        }
        return value.intValue();
    }

    private static void expectOnly(String name, JsonNode json, Set<String> known) {
        json.fieldNames().forEachRemaining(member -> {
            if (!known.contains(member)) {
                throw new IllegalArgumentException(
                        name + ": expected members of " + String.join(", ", new TreeSet<>(known)) + ", got " + member);
            }
        });
    }
}
