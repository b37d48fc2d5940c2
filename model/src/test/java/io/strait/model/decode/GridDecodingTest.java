package io.strait.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.strait.model.TokenGrid;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class GridDecodingTest {
    private static final int MASK = 100;

    @Test
    void keepsTheMostConfidentAndBreaksTiesByPosition() {
        GridDecoding decoding = decoding(4, settings(2, 0, "linear"));
        decoding.accept(new int[] {10, 11, 12, 13}, new float[] {-2, -1, -3, -1});
        assertThat(decoding.ids()).containsExactly(MASK, 11, MASK, 13);
        assertThat(decoding.preview()).containsExactly(10, 11, 12, 13);

        GridDecoding tied = decoding(4, settings(2, 0, "linear"));
        tied.accept(new int[] {10, 11, 12, 13}, new float[] {-1, -1, -1, -1});
        assertThat(tied.ids()).containsExactly(10, 11, MASK, MASK);
    }

    @Test
    void cosineKeepsOneOf256AfterTheFirstOf18Steps() {
        GridDecoding decoding = decoding(256, settings(18, 0, "cosine"));
        decoding.accept(new int[256], new float[256]);
        assertThat(masked(decoding)).isEqualTo(255);
    }

    @Test
    void everyStepMakesOneMoreKnownEvenWhereTheScheduleWouldNot() {
        // The cubic schedule keeps floor(8 * (1 - 1/512)) = 7 masked, then 7 again; the logarithmic one would run out
        // early.
        for (String schedule : new String[] {"cubic", "logarithmic"}) {
            GridDecoding decoding = decoding(8, settings(8, 0, schedule));
            for (int left = 7; left >= 0; left--) {
                decoding.accept(new int[8], new float[8]);
                assertThat(masked(decoding)).as(schedule).isEqualTo(left);
            }
            assertThat(decoding.done()).isTrue();
        }
    }

    @Test
    void noiseChangesTheChoiceButNotInTheLastStep() {
        float[] confident = new float[64];
        Arrays.fill(confident, 0, 32, -1e-3f);
        Arrays.fill(confident, 32, 64, -1);
        GridDecoding quiet = decoding(64, settings(2, 0, "linear"));
        GridDecoding noisy = decoding(64, settings(2, 20, "linear"));
        quiet.accept(new int[64], confident);
        noisy.accept(new int[64], confident);
        assertThat(Arrays.copyOf(quiet.ids(), 32)).containsOnly(0);
        assertThat(noisy.ids()).isNotEqualTo(quiet.ids());
    }

    @Test
    void uniformsDependOnEveryName() {
        GridSettings settings = settings(4, 1, "cosine");
        float[] uniforms = new GridDecoding(1, 0, TokenGrid.TOP, 16, MASK, settings).uniforms();
        assertThat(new GridDecoding(1, 0, TokenGrid.TOP, 16, MASK, settings).uniforms())
                .containsExactly(uniforms);
        assertThat(new GridDecoding(2, 0, TokenGrid.TOP, 16, MASK, settings).uniforms())
                .isNotEqualTo(uniforms);
        assertThat(new GridDecoding(1, 1, TokenGrid.TOP, 16, MASK, settings).uniforms())
                .isNotEqualTo(uniforms);
        assertThat(new GridDecoding(1, 0, TokenGrid.BOTTOM, 16, MASK, settings).uniforms())
                .isNotEqualTo(uniforms);
        GridDecoding later = new GridDecoding(1, 0, TokenGrid.TOP, 16, MASK, settings);
        later.accept(new int[16], new float[16]);
        assertThat(later.uniforms()).isNotEqualTo(uniforms);
    }

    @Test
    void withNothingMaskedItIsDoneAtOnce() {
        GridDecoding decoding =
                GridDecoding.withKnown(0, 0, TokenGrid.TOP, new int[] {1, 2, 3}, MASK, settings(3, 0, "cosine"));
        assertThat(decoding.done()).isTrue();
        assertThat(decoding.steps()).isZero();
        assertThat(decoding.preview()).containsExactly(1, 2, 3);
    }

    @Test
    void rejectsBadInputByName() {
        GridSettings settings = settings(5, 0, "cosine");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoding(4, settings))
                .withMessageContaining("steps: expected at most 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GridDecoding.withKnown(0, 0, TokenGrid.TOP, new int[] {MASK + 1}, MASK, settings))
                .withMessage("ids[0]: expected 0 to 100, got 101");
        GridDecoding decoding = decoding(5, settings);
        assertThatIllegalStateException()
                .isThrownBy(decoding::preview)
                .withMessageContaining("expected at least 1 finished step");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoding.accept(new int[4], new float[5]))
                .withMessageContaining("expected 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoding.accept(new int[] {0, 0, MASK, 0, 0}, new float[5]))
                .withMessage("sampled[2]: expected 0 to 99, got 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoding.accept(new int[5], new float[] {0, Float.NaN, 0, 0, 0}))
                .withMessageContaining("logProbability[1]");
        assertThat(decoding.step()).isZero();
        assertThat(decoding.ids()).containsOnly(MASK);
    }

    static GridDecoding decoding(int tokens, GridSettings settings) {
        return new GridDecoding(7, 0, TokenGrid.TOP, tokens, MASK, settings);
    }

    static GridSettings settings(int steps, double gumbel, String schedule) {
        return new GridSettings(steps, 0, 1, gumbel, MaskSchedule.named(schedule));
    }

    private static long masked(GridDecoding decoding) {
        return Arrays.stream(decoding.ids()).filter(id -> id == MASK).count();
    }
}
