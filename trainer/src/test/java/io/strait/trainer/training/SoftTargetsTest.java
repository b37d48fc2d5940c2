package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftTargetsTest {
    @Test
    void weightsFallWithTheDistance() {
        // Three codes on a line at 0, 1 and 3: squared distances 1, 4 and 9, mean 14/3.
        float[] w = SoftTargets.weights(new float[] {0, 0, 1, 0, 3, 0}, 3, 0.5);
        double unit = 0.5 * 14 / 3;
        double total = 1 + Math.exp(-1 / unit) + Math.exp(-9 / unit);
        assertThat(w[0]).isCloseTo((float) (1 / total), within(1e-6f));
        assertThat(w[1]).isCloseTo((float) (Math.exp(-1 / unit) / total), within(1e-6f));
        assertThat(w[2]).isCloseTo((float) (Math.exp(-9 / unit) / total), within(1e-6f));
    }

    @Test
    void rowsSumToOneAndTheTrueCodeWeighsMost() {
        float[] w = SoftTargets.weights(new float[] {0.1f, 0.9f, -0.4f, 0.3f}, 4, 1);
        for (int row = 0; row < 4; row++) {
            float sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += w[4 * row + k];
                assertThat(w[4 * row + k]).isLessThanOrEqualTo(w[4 * row + row]);
            }
            assertThat(sum).isCloseTo(1, within(1e-5f));
        }
    }
}
