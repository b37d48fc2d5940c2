package io.strait.model.decode;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Share of tokens still masked as decoding proceeds: 1 at progress 0, 0 at progress 1, never rising.
 *
 * <p>The seven of StraIT, table 10. Cosine, square, cubic and exponential are concave, square-root and logarithmic convex. The
 * paper gives no formulas: the powers and the cosine are those of Chang et al., MaskGIT (CVPR 2022), section 3.3; the bases of
 * the exponential and the logarithm are chosen here so that the order of convexity agrees with the order of the table's results.
 */
public sealed interface MaskSchedule
        permits CosineSchedule, ExponentialSchedule, LinearSchedule, LogarithmicSchedule, PowerSchedule {

    /** The default: cosine. */
    static MaskSchedule cosine() {
        return Schedules.COSINE;
    }

    /** Every schedule, the default first. */
    static List<MaskSchedule> all() {
        return Schedules.ALL;
    }

    /**
     * The schedule of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static MaskSchedule named(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> {
            String names = all().stream().map(MaskSchedule::name).collect(Collectors.joining(", "));
            return new IllegalArgumentException("schedule: expected one of " + names + ", got " + name);
        });
    }

    /** Name in JSON, lower case with hyphens. */
    String name();

    /**
     * Share of the tokens masked at first that is still masked.
     *
     * @param progress finished steps / all steps, in [0, 1]
     * @return a share in [0, 1]; exactly 1 at 0 and exactly 0 at 1
     * @throws IllegalArgumentException if progress is outside [0, 1] or NaN
     */
    default double maskedShare(double progress) {
        if (!(progress >= 0 && progress <= 1)) {
            throw new IllegalArgumentException("progress: expected 0 to 1, got " + progress);
        }
        if (progress == 0 || progress == 1) {
            // cos(π/2) and its like are not exactly 0 in floating point, and a token left masked has no colour.
            return 1 - progress;
        }
        return Math.min(1, Math.max(0, formula(progress)));
    }

    /** The formula between the two ends, progress in (0, 1). */
    double formula(double progress);
}
