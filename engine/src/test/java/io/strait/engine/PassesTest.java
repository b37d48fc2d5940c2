package io.strait.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PassesTest {
    @Test
    void keepsTheOrderAndTheLimit() {
        assertThat(Passes.split(List.of(2, 2, 1, 3, 9, 1), i -> i, 4))
                .containsExactly(List.of(2, 2), List.of(1, 3), List.of(9), List.of(1));
        assertThat(Passes.split(List.of(1, 2, 3), i -> i, Integer.MAX_VALUE)).containsExactly(List.of(1, 2, 3));
        assertThat(Passes.split(List.<Integer>of(), i -> i, 4)).isEmpty();
    }
}
