package io.strait.model.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.strait.model.TokenGrid;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamedRandomTest {
    private static final int MANY = 100_000;

    /** These numbers decide every image ever made: a change here is a change of all of them. */
    @Test
    void neverChanges() {
        NamedRandom sampling = NamedRandom.of(42, 0, TokenGrid.TOP).at(0, Purpose.SAMPLING);
        assertThat(new float[] {sampling.uniformFloat(0), sampling.uniformFloat(1), sampling.uniformFloat(255)})
                .containsExactly(16625643 * 0x1p-24f, 9951741 * 0x1p-24f, 1902511 * 0x1p-24f);
        assertThat(NamedRandom.of(-1, 3, TokenGrid.UPSAMPLER_BOTTOM)
                        .at(3, Purpose.GUMBEL)
                        .gumbel(4095))
                .isCloseTo(-0.6574113112711848, within(1e-15));
    }

    @Test
    void uniformsAreInRangeAndSpreadEvenly() {
        NamedRandom random = NamedRandom.of(1, 0, TokenGrid.BOTTOM).at(2, Purpose.SAMPLING);
        int[] bins = new int[16];
        for (int position = 0; position < MANY; position++) {
            float uniform = random.uniformFloat(position);
            assertThat(uniform).isGreaterThanOrEqualTo(0).isLessThan(1);
            bins[(int) (uniform * 16)]++;
        }
        // Five standard deviations of a bin's count.
        for (int count : bins) {
            assertThat(count).isCloseTo(MANY / 16, within(383));
        }
    }

    @Test
    void gumbelHasItsMeanAndVariance() {
        NamedRandom random = NamedRandom.of(1, 0, TokenGrid.TOP).at(2, Purpose.GUMBEL);
        double[] values = IntStream.range(0, MANY).mapToDouble(random::gumbel).toArray();
        double mean =
                IntStream.range(0, MANY).mapToDouble(i -> values[i]).average().orElseThrow();
        double variance = IntStream.range(0, MANY)
                .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(0.5772, within(0.02));
        assertThat(variance).isCloseTo(Math.PI * Math.PI / 6, within(0.05));
    }

    @Test
    void noTwoNamesShareANumber() {
        Set<Double> seen = new HashSet<>();
        int names = 0;
        for (long seed : new long[] {0, 1, -1, Long.MIN_VALUE, 1L << 32}) {
            for (int image = 0; image < 4; image++) {
                for (TokenGrid grid : TokenGrid.values()) {
                    for (int step = 0; step < 8; step++) {
                        for (Purpose purpose : Purpose.values()) {
                            for (int position = 0; position < 32; position++) {
                                seen.add(NamedRandom.of(seed, image, grid)
                                        .at(step, purpose)
                                        .gumbel(position));
                                names++;
                            }
                        }
                    }
                }
            }
        }
        assertThat(seen).hasSize(names);
    }
}
