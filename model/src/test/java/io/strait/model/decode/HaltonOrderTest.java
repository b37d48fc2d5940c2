package io.strait.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.strait.model.TokenGrid;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class HaltonOrderTest {
    private static final int MASK = 100;

    /** By hand: points (1/2, 1/3), (1/4, 2/3), (3/4, 1/9), (1/8, 4/9) of the sequence with bases 2 and 3. */
    @Test
    void beginsAsTheSequenceDoes() {
        int[] ranks = HaltonOrder.ranks(4, 0, 0);
        assertThat(ranks[4 * 1 + 2]).isZero();
        assertThat(ranks[4 * 2 + 1]).isEqualTo(1);
        assertThat(ranks[4 * 0 + 3]).isEqualTo(2);
        assertThat(ranks[4 * 1 + 0]).isEqualTo(3);
    }

    @Property
    void everyPlaceHasItsOwnRankAndAShiftOnlyMovesThem(
            @ForAll @IntRange(min = 1, max = 33) int side, @ForAll @IntRange(min = 0, max = 1_000) int shift) {
        int right = shift % side;
        int down = shift / 31 % side;
        int[] ranks = HaltonOrder.ranks(side, 0, 0);
        int[] shifted = HaltonOrder.ranks(side, right, down);
        assertThat(IntStream.of(ranks).sorted().toArray())
                .isEqualTo(IntStream.range(0, side * side).toArray());
        for (int place = 0; place < ranks.length; place++) {
            int moved = (place / side + down) % side * side + (place % side + right) % side;
            assertThat(shifted[moved]).isEqualTo(ranks[place]);
        }
    }

    /** What it is for: the first 16 of 256 tokens lie one in each of the 16 quarters of quarters, up to two. */
    @Test
    void theFirstTokensLieFarApart() {
        int[] ranks = HaltonOrder.ranks(16, 0, 0);
        Set<Integer> blocks = new HashSet<>();
        for (int place = 0; place < ranks.length; place++) {
            if (ranks[place] < 16) {
                blocks.add(place / 64 * 4 + place % 16 / 4);
            }
        }
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(14);
    }

    @Test
    void keepsByPlaceAndNotByConfidence() {
        GridDecoding sure = decoding(7, 64);
        GridDecoding unsure = decoding(7, 64);
        float[] rising = new float[64];
        for (int i = 0; i < 64; i++) {
            rising[i] = -1f / (i + 1);
        }
        while (!sure.done()) {
            sure.accept(new int[64], new float[64]);
            unsure.accept(new int[64], rising);
            assertThat(unsure.ids()).isEqualTo(sure.ids());
        }
    }

    @Test
    void theSeedShiftsTheOrder() {
        Set<String> firsts = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            GridDecoding decoding = decoding(seed, 64);
            decoding.accept(new int[64], new float[64]);
            firsts.add(Arrays.toString(decoding.ids()));
        }
        assertThat(firsts).hasSizeGreaterThan(10);
    }

    @Test
    void aGridThatIsNoSquareIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoding(1, 8))
                .withMessage("tokens: expected a square for the order halton, got 8");
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenOrder.named("sobol"))
                .withMessage("order: expected one of confidence, halton, got sobol");
    }

    private static GridDecoding decoding(long seed, int tokens) {
        GridSettings settings = new GridSettings(4, 0, 1, 0, MaskSchedule.cosine(), TokenOrder.HALTON);
        return new GridDecoding(seed, 0, TokenGrid.TOP, tokens, MASK, settings);
    }
}
