package io.strait.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void takesTheNearestRank() {
        List<Double> hundred =
                IntStream.rangeClosed(1, 100).mapToObj(i -> 101.0 - i).toList();
        assertThat(Quantiles.of(hundred)).isEqualTo(new Quantiles(50, 95, 99));
        assertThat(Quantiles.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Quantiles(2, 3, 3));
        assertThat(Quantiles.of(List.of(-1.5))).isEqualTo(new Quantiles(-1.5, -1.5, -1.5));
    }

    @Test
    void needsAValue() {
        assertThatThrownBy(() -> Quantiles.of(List.of())).hasMessage("values: expected at least 1, got 0");
    }
}
