package io.strait.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RecentEventsTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 3);

    private final RecentEvents recent = new RecentEvents();

    private void add(long offset, int bytes) {
        recent.add(
                new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset, new byte[0], new byte[bytes]));
    }

    private List<Long> find(long... offsets) {
        return recent.find(PARTITION, offsets).stream()
                .flatMap(List::stream)
                .map(ConsumerRecord::offset)
                .toList();
    }

    @Test
    void givesAllThatIsAskedForOrNothing() {
        assertThat(find(5)).isEmpty();
        add(5, 10);
        add(7, 10);
        assertThat(find(5, 7)).containsExactly(5L, 7L);
        assertThat(find(5, 6)).as("the offset of a transaction's end").isEmpty();
        recent.end(PARTITION);
        assertThat(find(5)).isEmpty();
    }

    @Test
    void anEventGivesWayToALaterOne() {
        add(5, 10);
        add(5 + RecentEvents.MOST_EVENTS, 10);
        assertThat(find(5)).isEmpty();
        assertThat(find(5 + RecentEvents.MOST_EVENTS)).hasSize(1);
    }

    @Test
    void longEventsAreLeftToKafka() {
        add(5, RecentEvents.MOST_BYTES + 1);
        assertThat(find(5)).isEmpty();
    }
}
