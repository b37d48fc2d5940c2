package io.strait.gateway.webhook;

import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one partition's deliveries, by name: all that are pending, and those that ended last. The latter are there for events that
 * are read twice; one whose end is forgotten by then is delivered twice, under the same id. For one thread.
 */
final class PartitionDeliveries {
    /** About 1 KiB each; more than the feed writes before it commits. */
    private static final int MOST_ENDED = 5_000;

    private final Map<String, WebhookDelivery> pending = new HashMap<>();
    private final Map<String, WebhookDelivery> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WebhookDelivery> eldest) {
            return size() > MOST_ENDED;
        }
    };

    @Nullable
    WebhookDelivery get(String key) {
        WebhookDelivery waiting = pending.get(key);
        return waiting == null ? ended.get(key) : waiting;
    }

    void put(String key, WebhookDelivery delivery) {
        if (delivery.getState() == WebhookState.PENDING) {
            pending.put(key, delivery);
        } else {
            pending.remove(key);
            ended.put(key, delivery);
        }
    }

    Map<String, WebhookDelivery> pending() {
        return pending;
    }
}
