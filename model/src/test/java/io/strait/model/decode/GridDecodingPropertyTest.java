package io.strait.model.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.TokenGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whole decodings with a network whose samples are a function of the uniforms, as a real one's are. */
final class GridDecodingPropertyTest {
    private static final int MASK = 50;

    @Provide
    Arbitrary<GridSettings> settings() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.doubles().between(0, 50),
                        Arbitraries.of(MaskSchedule.all()),
                        Arbitraries.of(TokenOrder.values()))
                .as((steps, gumbel, schedule, order) -> new GridSettings(steps, 1.5, 1, gumbel, schedule, order));
    }

    @Property(tries = 300)
    void countsFollowTheScheduleAndNothingIsMaskedAtTheEnd(
            @ForAll long seed,
            @ForAll("settings") GridSettings settings,
            @ForAll @IntRange(min = 5, max = 9) int side) {
        int tokens = side * side;
        GridDecoding decoding = new GridDecoding(seed, 0, TokenGrid.TOP, tokens, MASK, settings);
        int before = tokens;
        for (int t = 1; !decoding.done(); t++) {
            step(decoding);
            int masked = masked(decoding.ids());
            double share = settings.schedule().maskedShare((double) t / settings.steps());
            int wanted = (int) Math.floor(tokens * share);
            int left = settings.steps() - t;
            assertThat(decoding.step()).isEqualTo(t);
            assertThat(masked).isEqualTo(Math.min(before - 1, Math.max(left, wanted)));
            before = masked;
        }
        assertThat(decoding.step()).isEqualTo(settings.steps()).isEqualTo(decoding.steps());
        assertThat(masked(decoding.ids())).isZero();
        assertThat(decoding.preview()).containsExactly(decoding.ids());
    }

    @Property(tries = 300)
    void knownTokensNeverChange(
            @ForAll long seed,
            @ForAll("settings") GridSettings settings,
            @ForAll @IntRange(min = 0, max = 64) int known) {
        int[] first = new int[64];
        Arrays.fill(first, MASK);
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            positions.add(i);
        }
        Collections.shuffle(positions, new Random(seed));
        positions.subList(0, known).forEach(p -> first[p] = p % MASK);
        GridDecoding decoding = GridDecoding.withKnown(seed, 0, TokenGrid.BOTTOM, first, MASK, settings);
        int[] before = first;
        while (!decoding.done()) {
            step(decoding);
            int[] after = decoding.ids();
            int[] preview = decoding.preview();
            for (int p = 0; p < after.length; p++) {
                if (before[p] != MASK) {
                    assertThat(after[p]).isEqualTo(before[p]);
                }
                assertThat(preview[p]).isLessThan(MASK);
                if (after[p] != MASK) {
                    assertThat(preview[p]).isEqualTo(after[p]);
                }
            }
            before = after;
        }
        assertThat(decoding.step()).isEqualTo(Math.min(settings.steps(), 64 - known));
    }

    @Property(tries = 100)
    void sameInputsGiveSameTokensWhateverRunsBetween(@ForAll long seed, @ForAll("settings") GridSettings settings) {
        List<GridDecoding> together = new ArrayList<>();
        for (int image = 0; image < 4; image++) {
            together.add(new GridDecoding(seed, image, TokenGrid.TOP, 49, MASK, settings));
        }
        Random order = new Random(seed);
        while (together.stream().anyMatch(d -> !d.done())) {
            List<GridDecoding> running =
                    new ArrayList<>(together.stream().filter(d -> !d.done()).toList());
            Collections.shuffle(running, order);
            running.forEach(GridDecodingPropertyTest::step);
        }
        for (int image = 0; image < 4; image++) {
            GridDecoding alone = new GridDecoding(seed, image, TokenGrid.TOP, 49, MASK, settings);
            while (!alone.done()) {
                step(alone);
            }
            assertThat(together.get(image).ids()).containsExactly(alone.ids());
        }
    }

    private static void step(GridDecoding decoding) {
        float[] uniforms = decoding.uniforms();
        int[] sampled = new int[uniforms.length];
        float[] logProbability = new float[uniforms.length];
        for (int p = 0; p < uniforms.length; p++) {
            sampled[p] = (int) (uniforms[p] * MASK);
            logProbability[p] = -uniforms[p];
        }
        decoding.accept(sampled, logProbability);
    }

    private static int masked(int[] ids) {
        return (int) Arrays.stream(ids).filter(id -> id == MASK).count();
    }
}
