package io.strait.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookState;
import io.strait.schemas.codec.RecordCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PartitionDeliveriesTest {
    private static final int MOST = 100;
    private static final long NOW = 1_000_000;

    /** Its class tells Avro which classes to trust. */
    private static final RecordCodec<WebhookDelivery> CODEC = RecordCodec.of(WebhookDelivery.class);

    private final PartitionDeliveries deliveries = new PartitionDeliveries(MOST);
    private final List<WebhookDelivery> log = new ArrayList<>();

    private static WebhookDelivery delivery(String endpoint, int number, long nextAt, WebhookState state) {
        int tries = state == WebhookState.PENDING ? 0 : 1;
        return new WebhookDelivery("evt_" + number, endpoint, "type", "{}", 0L, nextAt, state, tries, List.of());
    }

    private void append(WebhookDelivery delivery) {
        log.add(CODEC.decode(CODEC.encode(delivery)));
    }

    /** As the queue reads. */
    private void read(long from) {
        for (int offset = (int) from; offset < log.size(); offset++) {
            WebhookDelivery delivery = log.get(offset);
            String key = WebhookLog.key(delivery);
            WebhookDelivery before = deliveries.get(key);
            if (before == null || delivery.getTries() > before.getTries()) {
                deliveries.put(key, delivery, offset);
            }
            assertThat(deliveries.held()).isLessThanOrEqualTo(MOST);
        }
    }

    /** Tries what is due, to the end; how often the log was read again. */
    private int deliver(String endpoint, long now, Set<String> told) {
        int readings = 0;
        while (true) {
            for (String key : deliveries.due(endpoint, now, MOST)) {
                WebhookDelivery before = deliveries.get(key);
                assertThat(before).isNotNull();
                WebhookDelivery after = WebhookDelivery.newBuilder(before)
                        .setState(WebhookState.DELIVERED)
                        .setTries(1)
                        .build();
                assertThat(told.add(key)).as("%s is told once", key).isTrue();
                deliveries.put(key, after, log.size());
                append(after);
            }
            OptionalLong from = deliveries.misses(now);
            if (from.isEmpty()) {
                return readings;
            }
            readings++;
            deliveries.rereading(from.getAsLong());
            read(from.getAsLong());
        }
    }

    /** More than are remembered of those that ended: what has ended must not take the places of what has not. */
    @Test
    void everythingIsToldOnceHoweverMuchWaits() {
        int count = 12_000;
        for (int i = 0; i < count; i++) {
            append(delivery("we_a", i, i, WebhookState.PENDING));
        }
        read(0);
        Set<String> told = new HashSet<>();
        assertThat(deliver("we_a", NOW, told)).isBetween(count / MOST - 1, count / MOST + 1);
        assertThat(told).hasSize(count);
        assertThat(deliveries.held()).isZero();
    }

    @Test
    void anEndpointThatTakesNothingKeepsNoPlaceFromOthers() {
        for (int i = 0; i < 5_000; i++) {
            append(delivery("we_away", i, NOW + 1 + i, WebhookState.PENDING));
        }
        for (int i = 0; i < 300; i++) {
            append(delivery("we_a", i, i, WebhookState.PENDING));
        }
        read(0);
        assertThat(deliveries.due("we_away", NOW, 1)).isEmpty();
        assertThat(deliveries.due("we_a", NOW, MOST)).hasSizeBetween(MOST / 2 - 1, MOST);
        Set<String> told = new HashSet<>();
        assertThat(deliver("we_a", NOW, told)).isLessThan(300 / (MOST / 2) + 1);
        assertThat(told).hasSize(300);
        // When its time comes the first that is due comes first.
        assertThat(deliveries.due("we_away", NOW + 10_000, MOST)).startsWith("we_away/evt_0", "we_away/evt_1");
        assertThat(deliver("we_away", NOW + 10_000, told)).isGreaterThan(5_000 / MOST - 2);
        assertThat(told).hasSize(5_300);
    }
}
