package io.strait.model.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class MaskScheduleTest {
    private static final Set<String> CONCAVE = Set.of("cosine", "square", "cubic", "exponential");
    private static final Set<String> CONVEX = Set.of("square-root", "logarithmic");

    @Provide
    Arbitrary<MaskSchedule> schedules() {
        return Arbitraries.of(MaskSchedule.all());
    }

    @Test
    void hasTheSevenOfThePaperByName() {
        assertThat(MaskSchedule.all())
                .extracting(MaskSchedule::name)
                .containsExactly("cosine", "linear", "square", "cubic", "exponential", "square-root", "logarithmic");
        for (MaskSchedule schedule : MaskSchedule.all()) {
            assertThat(MaskSchedule.named(schedule.name())).isSameAs(schedule);
            assertThat(schedule.maskedShare(0)).isOne();
            assertThat(schedule.maskedShare(1)).isZero();
        }
    }

    @Test
    void knownValues() {
        assertThat(MaskSchedule.cosine().maskedShare(0.5)).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(MaskSchedule.named("square").maskedShare(0.5)).isEqualTo(0.75);
        assertThat(MaskSchedule.named("cubic").maskedShare(0.5)).isEqualTo(0.875);
        assertThat(MaskSchedule.named("square-root").maskedShare(0.25)).isEqualTo(0.5);
        assertThat(MaskSchedule.named("exponential").maskedShare(0.5)).isCloseTo(0.622459, within(1e-6));
        assertThat(MaskSchedule.named("logarithmic").maskedShare(1 / 17.0)).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void rejectsUnknownNamesAndProgressOutsideTheUnitInterval() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MaskSchedule.named("sigmoid"))
                .withMessageContaining("expected one of cosine")
                .withMessageContaining("got sigmoid");
        for (double progress : new double[] {-1e-9, 1.0000001, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MaskSchedule.cosine().maskedShare(progress))
                    .withMessageContaining("progress: expected 0 to 1");
        }
    }

    @Property
    void neverRises(
            @ForAll("schedules") MaskSchedule schedule,
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b) {
        double early = schedule.maskedShare(Math.min(a, b));
        double late = schedule.maskedShare(Math.max(a, b));
        assertThat(late).isBetween(0.0, early);
        assertThat(early).isLessThanOrEqualTo(1);
    }

    @Property
    void bendsAsThePaperSays(
            @ForAll("schedules") MaskSchedule schedule,
            @ForAll @DoubleRange(min = 0, max = 1) double a,
            @ForAll @DoubleRange(min = 0, max = 1) double b) {
        double chord = (schedule.maskedShare(a) + schedule.maskedShare(b)) / 2;
        double middle = schedule.maskedShare((a + b) / 2);
        if (CONCAVE.contains(schedule.name())) {
            assertThat(middle).isGreaterThanOrEqualTo(chord - 1e-12);
        } else if (CONVEX.contains(schedule.name())) {
            assertThat(middle).isLessThanOrEqualTo(chord + 1e-12);
        } else {
            assertThat(middle).isCloseTo(chord, within(1e-12));
        }
    }
}
