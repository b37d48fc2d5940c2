package io.strait.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobIdTest {
    @Property
    void keepsPartitionAndTime(
            @ForAll @IntRange(max = 4095) int partition,
            @ForAll @LongRange(min = 0, max = (1L << 48) - 1) long millis,
            @ForAll long seed) {
        JobId id = JobId.create(partition, millis, new Random(seed));
        JobId read = JobId.parse(id.toString());
        assertThat(read).isEqualTo(id);
        assertThat(read.partition()).isEqualTo(partition);
        assertThat(read.millis()).isEqualTo(millis);
        UUID uuid = UUID.fromString(id.toString());
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
    }

    @Test
    void readsTheExampleOfTheRfc() {
        JobId id = JobId.parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"); // RFC 9562, appendix A.6
        assertThat(id.millis()).isEqualTo(1_645_557_742_000L);
        assertThat(id.partition()).isEqualTo(0xCC3);
        assertThat(id).hasToString("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-2-7000-8000-3",
                "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
                "../../../../../../etc/passwd-aaaaaaaaaaa"
            })
    void rejectsEverythingElse(String text) {
        assertThatThrownBy(() -> JobId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("job id: expected a UUID of version 7");
    }

    @Test
    void rejectsValuesThatDoNotFit() {
        Random random = new Random(1);
        assertThatThrownBy(() -> JobId.create(4096, 0, random)).hasMessageContaining("got 4096");
        assertThatThrownBy(() -> JobId.create(-1, 0, random)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> JobId.create(0, 1L << 48, random)).hasMessageContaining("millis");
    }
}
