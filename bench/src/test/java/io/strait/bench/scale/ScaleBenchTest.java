package io.strait.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScaleBenchTest {
    @Test
    void countsWholeWaves() {
        // Eight lanes end together every two seconds; the window began within a wave and ended within another.
        List<Long> ends = new ArrayList<>();
        for (int image = 3; image < 36; image++) {
            ends.add(2_000L * (image / 8) + image % 8);
        }
        assertThat(ScaleBench.rate(ends, 8)).isCloseTo(4, within(0.001));
    }

    @Test
    void refusesAWindowWithoutAWholeWave() {
        assertThatThrownBy(() -> ScaleBench.rate(List.of(0L, 1L, 2L), 8))
                .hasMessageContaining("expected more than 8 within the window, got 3");
    }
}
