package io.strait.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.gateway.job.RecentOffsets.Known;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class RecentOffsetsTest {
    private static final TopicPartition PARTITION = new TopicPartition("events", 3);

    private final RecentOffsets recent = new RecentOffsets();

    private static byte[] key(String job) {
        return job.getBytes(StandardCharsets.UTF_8);
    }

    private Known find(String job) {
        return recent.find(PARTITION, key(job)).orElseThrow();
    }

    @Test
    void knowsWhereAJobsRecordsAreSinceItBegan() {
        recent.add(PARTITION, key("a"), 99);
        assertThat(recent.find(PARTITION, key("a")))
                .as("nobody reads the partition")
                .isEmpty();
        recent.begin(PARTITION, 100);
        recent.add(PARTITION, key("a"), 100);
        recent.add(PARTITION, key("b"), 101);
        recent.add(PARTITION, null, 102);
        recent.add(PARTITION, key("a"), 107);

        assertThat(find("a").offsets(0, Long.MAX_VALUE)).containsExactly(100, 107);
        assertThat(find("a").from()).isEqualTo(100);
        assertThat(find("a").to()).isEqualTo(108);
        assertThat(find("c").offsets(0, Long.MAX_VALUE)).isEmpty();
        recent.end(PARTITION);
        assertThat(recent.find(PARTITION, key("a"))).isEmpty();
    }

    @Test
    void forgetsTheOldestFirstAndSaysSo() {
        recent.begin(PARTITION, 0);
        for (int offset = 0; offset <= RecentOffsets.MOST_RECORDS; offset++) {
            recent.add(PARTITION, key(offset % 1_000 == 0 ? "a" : "b"), offset);
        }

        Known known = find("a");
        assertThat(known.from()).isBetween(1L, 10_000L);
        assertThat(known.to()).isEqualTo(RecentOffsets.MOST_RECORDS + 1);
        assertThat(known.offsets(0, Long.MAX_VALUE)[0]).isBetween(known.from(), known.from() + 1_000);
    }
}
