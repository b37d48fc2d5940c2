package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PreviewStepsTest {
    @Test
    void firstAndEveryNth() {
        assertThat(steps(18, 3, false)).containsExactly(1, 3, 6, 9, 12, 15, 18);
    }

    @Test
    void notTheLastOfTheFinishingStage() {
        assertThat(steps(6, 3, true)).containsExactly(1, 3);
        assertThat(steps(1, 1, true)).isEmpty();
    }

    @Test
    void noneIfNotAsked() {
        assertThat(steps(6, 0, false)).isEmpty();
    }

    private static List<Integer> steps(int steps, int every, boolean finishes) {
        return IntStream.rangeClosed(1, steps)
                .filter(step -> PreviewSteps.due(step, steps, every, finishes))
                .boxed()
                .toList();
    }
}
