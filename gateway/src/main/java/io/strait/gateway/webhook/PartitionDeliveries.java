package io.strait.gateway.webhook;

import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one partition's deliveries, by name: of those that are pending so many, and those that ended last. When there are more that
 * are pending, the endpoint with the most lets its latest go: they are in the log, which is read again when their time has come and nothing
 * else of their endpoint's is due. So an endpoint that takes nothing costs no memory and no other's place. Those that ended are there for events that
 * are read twice; one whose end is forgotten by then is delivered twice, under the same id. For one thread.
 */
final class PartitionDeliveries {
    /** About 1 KiB each, as are those that are pending; more than the feed writes before it commits. */
    private static final int MOST_ENDED = 5_000;

    private final int mostPending;
    private final Map<String, Held> pending = new HashMap<>();
    private final Map<String, NavigableSet<Due>> byEndpoint = new HashMap<>();
    /** By endpoint. */
    private final Map<String, LetGo> letGo = new HashMap<>();

    private final Map<String, WebhookDelivery> ended = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WebhookDelivery> eldest) {
            return size() > MOST_ENDED;
        }
    };

    /**
     * One that is pending.
     *
     * @param offset its record is there or later
     */
    private record Held(WebhookDelivery delivery, long offset) {}

    /**
     * Those of an endpoint that are in the log only.
     *
     * @param due when the first of them is, in epoch milliseconds
     * @param offset the first of their records is there or later
     */
    private record LetGo(long due, long offset) {
        LetGo and(LetGo other) {
            return new LetGo(Math.min(due, other.due), Math.min(offset, other.offset));
        }
    }

    /**
     * When a delivery is due.
     *
     * @param at epoch milliseconds
     */
    private record Due(long at, String key) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return at == other.at ? key.compareTo(other.key) : Long.compare(at, other.at);
        }
    }

    /** @param mostPending how many that are pending are held, at least 1 */
    PartitionDeliveries(int mostPending) {
        this.mostPending = mostPending;
    }

    @Nullable
    WebhookDelivery get(String key) {
        Held waiting = pending.get(key);
        return waiting == null ? ended.get(key) : waiting.delivery();
    }

    /** @param offset its record is there or later */
    void put(String key, WebhookDelivery delivery, long offset) {
        remove(key);
        if (delivery.getState() != WebhookState.PENDING) {
            ended.put(key, delivery);
            return;
        }
        pending.put(key, new Held(delivery, offset));
        byEndpoint
                .computeIfAbsent(delivery.getEndpointId(), id -> new TreeSet<>())
                .add(new Due(delivery.getNextAt(), key));
        if (pending.size() > mostPending) {
            letOneGo();
        }
    }

    private @Nullable Held remove(String key) {
        Held before = pending.remove(key);
        if (before == null) {
            return null;
        }
        String endpoint = before.delivery().getEndpointId();
        NavigableSet<Due> all = byEndpoint.get(endpoint);
        if (all != null) {
            all.remove(new Due(before.delivery().getNextAt(), key));
            if (all.isEmpty()) {
                byEndpoint.remove(endpoint);
            }
        }
        return before;
    }

    private void letOneGo() {
        byEndpoint.values().stream().max(Comparator.comparingInt(Set::size)).ifPresent(most -> {
            Due last = most.last();
            Held gone = remove(last.key());
            if (gone != null) {
                letGo.merge(gone.delivery().getEndpointId(), new LetGo(last.at(), gone.offset()), LetGo::and);
            }
        });
    }

    /** Endpoints of those that are held, in an order that favours none. */
    List<String> endpoints() {
        List<String> all = new ArrayList<>(byEndpoint.keySet());
        Collections.shuffle(all);
        return all;
    }

    /**
     * Names of an endpoint's deliveries that are due, those first that have been for longest.
     *
     * @param most how many are wanted
     */
    List<String> due(String endpoint, long now, int most) {
        NavigableSet<Due> all = byEndpoint.get(endpoint);
        return all == null
                ? List.of()
                : all.stream()
                        .takeWhile(due -> due.at() <= now)
                        .limit(most)
                        .map(Due::key)
                        .toList();
    }

    /**
     * From where the log must be read again, because something is due that was let go, and nothing else of its endpoint's is; empty: it need
     * not be. What lies before that has been read, and is held or has ended: it must not take the places again.
     */
    OptionalLong misses(long now) {
        return letGo.entrySet().stream()
                .filter(gone -> gone.getValue().due() <= now
                        && due(gone.getKey(), now, 1).isEmpty())
                .mapToLong(gone -> gone.getValue().offset())
                .min();
    }

    /** The log is being read again from an offset on. */
    void rereading(long from) {
        letGo.values().removeIf(gone -> gone.offset() >= from);
    }

    /** How many that are pending are held. */
    int held() {
        return pending.size();
    }
}
