package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
    private final LearningRate rate = new LearningRate(1, 10, 0.5);

    @Test
    void warmsUpStaysAndFalls() {
        assertThat(rate.at(0, 1000)).isEqualTo(0.1);
        assertThat(rate.at(9, 1000)).isEqualTo(1);
        assertThat(rate.at(499, 1000)).isEqualTo(1);
        assertThat(rate.at(750, 1000)).isCloseTo(0.515, within(1e-9));
        assertThat(rate.at(1000, 1000)).isCloseTo(0.03, within(1e-9));
    }

    @Test
    void moreStepsReshapeTheFall() {
        assertThat(rate.at(900, 1000)).isLessThan(rate.at(900, 2000));
    }
}
