package io.strait.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class GridSettingsTest {
    @Test
    void acceptsTheEndsOfEveryRange() {
        assertThatCode(() -> settings(1, 0, Double.MIN_VALUE, 0)).doesNotThrowAnyException();
        assertThatCode(() -> settings(64, 20, 10, 50)).doesNotThrowAnyException();
        assertThat(settings(1, 0, 1, 0).guided()).isFalse();
        assertThat(settings(1, 0.1, 1, 0).guided()).isTrue();
    }

    @Test
    void rejectsWhatIsOutOfRangeByName() {
        rejects("steps: expected 1 to 64, got 0", 0, 1, 1, 1);
        rejects("steps: expected 1 to 64, got 65", 65, 1, 1, 1);
        rejects("guidanceScale: expected 0 to 20, got -0.1", 1, -0.1, 1, 1);
        rejects("guidanceScale: expected 0 to 20, got NaN", 1, Double.NaN, 1, 1);
        rejects("temperature: expected above 0 and at most 10, got 0.0", 1, 1, 0, 1);
        rejects("temperature: expected above 0 and at most 10, got Infinity", 1, 1, Double.POSITIVE_INFINITY, 1);
        rejects("gumbel: expected 0 to 50, got 50.5", 1, 1, 1, 50.5);
    }

    private static void rejects(String message, int steps, double guidance, double temperature, double gumbel) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(steps, guidance, temperature, gumbel))
                .withMessage(message);
    }

    private static GridSettings settings(int steps, double guidance, double temperature, double gumbel) {
        return new GridSettings(steps, guidance, temperature, gumbel, MaskSchedule.cosine());
    }
}
