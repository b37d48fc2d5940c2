package io.strait.gateway.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RateTest {
    @Test
    void givesAMinutesWorthAtOnceAndSaysWhenThereIsMore() {
        Rate rate = new Rate(3);
        for (int i = 0; i < 3; i++) {
            assertThat(rate.take(3)).isZero();
        }
        assertThat(rate.take(3)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(20));
    }

    @Test
    void keepsThePartThatIsLeftWhenGatewaysComeAndGo() {
        Rate rate = new Rate(100);
        for (int i = 0; i < 50; i++) {
            assertThat(rate.take(100)).isZero();
        }
        int left = 0;
        while (rate.take(50).isZero()) {
            left++;
        }
        assertThat(left).isBetween(24, 28);
    }
}
