package io.strait.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.strait.model.preset.Preset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresetCostTest {
    private static final LabelTable IMAGENET =
            new LabelTable(IntStream.range(0, 1000).mapToObj(Integer::toString).toList());

    @Test
    void paperTopIsThePapersSize() {
        CostOps cost = Declarations.transformer(Preset.PAPER, Stage.TOP, IMAGENET);
        assertThat(cost.parameterCount()).isCloseTo(499_000_000L, withinPercentage(2));
        assertThat(cost.multiplyAdds()).isCloseTo(133_500_000_000L, withinPercentage(2));
    }

    @Test
    void paperBottomIsThePapersSize() {
        CostOps cost = Declarations.transformer(Preset.PAPER, Stage.BOTTOM, IMAGENET);
        assertThat(cost.parameterCount()).isCloseTo(292_000_000L, withinPercentage(2));
        assertThat(cost.multiplyAdds()).isCloseTo(311_300_000_000L, withinPercentage(2));
    }

    @Test
    void demoBundleFitsItsSize() {
        LabelTable labels = new LabelTable(List.of("a/x", "a/y", "b/x"));
        long all = Declarations.tokenizer(Preset.DEMO).parameterCount();
        for (Stage stage : Stage.values()) {
            all += Declarations.transformer(Preset.DEMO, stage, labels).parameterCount();
        }
        assertThat(all)
                .as("parameters; 60 MB hold 30 million float16, some in two graphs")
                .isLessThan(22_000_000L);
    }

    @Test
    void everyGridGivesLogitsOfEveryPosition() {
        LabelTable labels = new LabelTable(List.of("a", "b"));
        for (Preset preset : Preset.all()) {
            for (Stage stage : Stage.values()) {
                int codes = preset.tokenizer().codes();
                MaskedTransformer<long[]> net =
                        new MaskedTransformer<>(new CostOps(), stage.size(preset), codes, labels);
                for (Grid grid : stage.grids(preset)) {
                    List<long[]> conditions = grid.conditions().stream()
                            .map(c -> new long[] {3, (long) c.side() * c.side()})
                            .toList();
                    long[] logits = net.logits(grid, new long[] {3, grid.tokens()}, new long[] {3}, conditions);
                    assertThat(logits).containsExactly(3, grid.tokens(), codes);
                }
            }
        }
    }
}
