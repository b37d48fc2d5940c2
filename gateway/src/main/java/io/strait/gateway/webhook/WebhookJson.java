package io.strait.gateway.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.request.Json;
import io.strait.schemas.avro.WebhookAttempt;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import io.strait.schemas.avro.WebhookState;
import java.util.List;
import java.util.Locale;

/** Endpoints and deliveries as their tenant sees them. Secrets are not among it, save once. */
final class WebhookJson {
    private WebhookJson() {}

    static ObjectNode endpoint(WebhookEndpoint endpoint) {
        ObjectNode json = Json.object();
        json.put("id", endpoint.getId());
        json.put("url", endpoint.getUrl());
        List<String> events = endpoint.getEvents().isEmpty() ? WebhookEvent.TYPES : endpoint.getEvents();
        events.forEach(json.putArray("events")::add);
        json.put("createdAt", endpoint.getCreatedAt());
        json.put("enabled", endpoint.getDisabled() == null);
        if (endpoint.getDisabled() != null) {
            json.put("disabled", endpoint.getDisabled());
        }
        return json;
    }

    /** With its newest secret: in the answers to those who make one. */
    static ObjectNode withSecret(WebhookEndpoint endpoint) {
        return endpoint(endpoint).put("secret", endpoint.getSecrets().get(0).getText());
    }

    static ObjectNode endpoints(List<WebhookEndpoint> endpoints) {
        ObjectNode json = Json.object();
        ArrayNode data = json.putArray("data");
        endpoints.forEach(endpoint -> data.add(endpoint(endpoint)));
        return json;
    }

    static ObjectNode deliveries(List<WebhookDelivery> deliveries) {
        ObjectNode json = Json.object();
        ArrayNode data = json.putArray("data");
        for (WebhookDelivery delivery : deliveries) {
            ObjectNode one = data.addObject();
            one.put("id", delivery.getEventId());
            one.put("type", delivery.getType());
            one.put("state", delivery.getState().name().toLowerCase(Locale.ROOT));
            one.put("createdAt", delivery.getCreatedAt());
            if (delivery.getState() == WebhookState.PENDING) {
                one.put("nextAt", delivery.getNextAt());
            }
            one.put("tries", delivery.getTries());
            ArrayNode attempts = one.putArray("attempts");
            delivery.getAttempts().forEach(attempt -> attempts.add(attempt(attempt)));
        }
        return json;
    }

    private static ObjectNode attempt(WebhookAttempt attempt) {
        ObjectNode json = Json.object();
        json.put("at", attempt.getAt());
        json.put("millis", attempt.getMillis());
        if (attempt.getStatus() != null) {
            json.put("status", attempt.getStatus());
        }
        if (attempt.getError() != null) {
            json.put("error", attempt.getError());
        }
        return json;
    }
}
