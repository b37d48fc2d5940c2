package io.strait.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private final Spread two = Spread.overProcessors(2, true);

    @Test
    void everyThreadTakesAJobAndAllTakeWhatIsLeft() {
        assertThat(sizes(two, 1, 0)).containsExactly("1 on all");
        assertThat(sizes(two, 2, 0)).containsExactly("1 on one", "1 on one");
        assertThat(sizes(two, 3, 0)).containsExactly("1 on all", "1 on one", "1 on one");
        assertThat(sizes(Spread.overProcessors(8, true), 7, 0)).containsExactly("7 on all");
    }

    @Test
    void whatIsLeftIsOnOneThreadWhereOthersTakeTheRest() {
        assertThat(sizes(two, 1, 1)).containsExactly("1 on one");
        assertThat(sizes(two, 3, 2)).containsExactly("1 on one", "1 on one", "1 on one");
        assertThat(sizes(Spread.overProcessors(8, true), 3, 4)).containsExactly("3 on all");
    }

    @Test
    void largeGraphsAndAcceleratorsTakeJobsTogether() {
        assertThat(sizes(Spread.overProcessors(2, false), 4, 3)).containsExactly("4 on all");
        assertThat(sizes(Spread.onAccelerator(2), 64, 0)).containsExactly("64 on all");
    }

    @Test
    void runsOnAllThreadsAreBounded() {
        Spread spread = new Spread(8, 4, true);
        assertThat(spread.of(List.of(2, 2, 1, 3, 9, 1), tokens -> tokens, 0).stream()
                        .map(Spread.Run::jobs))
                .containsExactly(List.of(2, 2), List.of(1, 3), List.of(9), List.of(1));
    }

    private static List<String> sizes(Spread spread, int jobs, int others) {
        List<Integer> all = IntStream.range(0, jobs).boxed().toList();
        List<Spread.Run<Integer>> runs = spread.of(all, job -> 1, others);
        assertThat(runs.stream().flatMap(run -> run.jobs().stream())).containsExactlyElementsOf(all);
        return runs.stream()
                .map(run -> run.jobs().size() + (run.single() ? " on one" : " on all"))
                .toList();
    }
}
