package io.strait.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static float[][] cloud(int seed, int count, double deviation, double... mean) {
        Random random = new Random(seed);
        float[][] out = new float[count][mean.length];
        for (float[] point : out) {
            for (int k = 0; k < mean.length; k++) {
                point[k] = (float) (mean[k] + deviation * random.nextGaussian());
            }
        }
        return out;
    }

    @Test
    void frechetDistanceOfKnownGaussians() {
        Gaussian a = new Gaussian(new double[] {0, 1}, new double[][] {{4, 0}, {0, 9}});
        Gaussian b = new Gaussian(new double[] {3, 5}, new double[][] {{1, 0}, {0, 16}});
        // 3² + 4², and per axis the squared difference of the deviations: (2 - 1)², (3 - 4)²
        assertThat(a.frechetDistance(b)).isCloseTo(27, within(1e-9));
        Gaussian skew = new Gaussian(new double[] {0, 1}, new double[][] {{2, 1.5}, {1.5, 3}});
        assertThat(skew.frechetDistance(skew)).isCloseTo(0, within(1e-9));
        assertThat(skew.frechetDistance(a)).isCloseTo(a.frechetDistance(skew), within(1e-9));
    }

    @Test
    void weightsCountLikeRepetitions() {
        float[][] points = {{0, 0}, {1, 0}, {0, 2}};
        float[][] repeated = new float[4000][];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = points[Math.max(0, i % 4 - 1)];
        }
        double[] weights = new double[3000];
        float[][] thrice = new float[3000][];
        for (int i = 0; i < thrice.length; i++) {
            thrice[i] = points[i % 3];
            weights[i] = i % 3 == 0 ? 2 : 1;
        }
        assertThat(Gaussian.of(thrice, weights).frechetDistance(Gaussian.of(repeated)))
                .isCloseTo(0, within(1e-4));
        assertThat(Gaussian.of(thrice).frechetDistance(Gaussian.of(repeated))).isGreaterThan(0.01);
    }

    @Test
    void manifoldHoldsItsOwnKindOnly() {
        Manifold near = new Manifold(cloud(1, 200, 1, 0, 0, 0));
        assertThat(near.share(cloud(2, 100, 1, 0, 0, 0))).isGreaterThan(0.8);
        assertThat(near.share(cloud(3, 100, 1, 30, 0, 0))).isZero();
    }

    @Test
    void classScoreCountsClassesOfSureOpinions() {
        assertThat(ClassScore.of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}))
                .isCloseTo(3, within(1e-9));
        assertThat(ClassScore.of(new float[][] {{0.5f, 0.5f}, {0.5f, 0.5f}})).isCloseTo(1, within(1e-9));
    }

    @Test
    void perplexityIsTheNumberOfCodesUsedEvenly() {
        CodeUse use = new CodeUse(8);
        use.add(new long[] {0, 1, 2, 3});
        assertThat(use.perplexity()).isCloseTo(4, within(1e-9));
        assertThat(use.usedShare()).isEqualTo(0.5);
    }
}
