package io.strait.gateway.webhook;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Attempts that have begun and not ended: so many in all, and few for one endpoint, so that a slow one does not hold up the others. For one thread. */
final class UnderWay {
    /** In all. */
    static final int MOST = 256;

    /** For one endpoint. */
    static final int MOST_OF_AN_ENDPOINT = 8;

    private final Set<String> keys = new HashSet<>();
    private final Map<String, Integer> byEndpoint = new HashMap<>();

    boolean none() {
        return keys.isEmpty();
    }

    boolean has(String key) {
        return keys.contains(key);
    }

    int of(String endpoint) {
        return byEndpoint.getOrDefault(endpoint, 0);
    }

    /** Whether one more may begin. */
    boolean room(String endpoint) {
        return keys.size() < MOST && of(endpoint) < MOST_OF_AN_ENDPOINT;
    }

    void add(String key, String endpoint) {
        keys.add(key);
        byEndpoint.merge(endpoint, 1, Integer::sum);
    }

    void remove(String key, String endpoint) {
        if (keys.remove(key)) {
            byEndpoint.computeIfPresent(endpoint, (id, count) -> count == 1 ? null : (Integer) (count - 1));
        }
    }
}
