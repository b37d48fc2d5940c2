package io.strait.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetryScheduleTest {
    private static final RetrySchedule STANDARD = RetrySchedule.STANDARD;

    @Test
    void followsTheStandard() {
        assertThat(STANDARD.next(1, Duration.ZERO, 0)).hasValue(Duration.ofSeconds(5));
        assertThat(STANDARD.next(4, Duration.ZERO, 0)).hasValue(Duration.ofHours(2));
        assertThat(STANDARD.next(9, Duration.ZERO, 0)).hasValue(Duration.ofHours(24));
        assertThat(STANDARD.next(10, Duration.ZERO, 0)).isEmpty();
    }

    @Test
    void jitterAddsAFifthAtMost() {
        assertThat(STANDARD.next(2, Duration.ZERO, 1)).hasValue(Duration.ofMinutes(6));
        assertThat(STANDARD.next(2, Duration.ZERO, 0.5)).hasValue(Duration.ofSeconds(330));
    }

    @Test
    void waitsAsLongAsAskedButADayAtMost() {
        assertThat(STANDARD.next(1, Duration.ofMinutes(7), 0)).hasValue(Duration.ofMinutes(7));
        assertThat(STANDARD.next(3, Duration.ofMinutes(7), 0)).hasValue(Duration.ofMinutes(30));
        assertThat(STANDARD.next(1, Duration.ofDays(9), 0)).hasValue(Duration.ofHours(24));
    }

    @Test
    void isReadFromSettings() {
        Settings settings = new Settings(Map.of("STRAIT_GATEWAY_WEBHOOK_SCHEDULE_SECONDS", "0, 1,60"));
        assertThat(WebhookConfig.read(settings).schedule().waits())
                .isEqualTo(List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(1)));
        Settings wrong = new Settings(Map.of("STRAIT_GATEWAY_WEBHOOK_SCHEDULE_SECONDS", "0,soon"));
        WebhookConfig.read(wrong);
        assertThatThrownBy(wrong::check).hasMessageContaining("expected whole numbers from 0 to 604800, got soon");
    }
}
