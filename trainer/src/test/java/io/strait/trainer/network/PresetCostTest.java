package io.strait.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.strait.model.preset.Preset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PresetCostTest {
    private static final long DEMO_TOKENIZER = 4_247_472;
    private static final int DEMO_LAYOUT = -1190791748;
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
    void paperMaskGitsAreThePapersSize() {
        // Table 5; one pass of the whole network
        CostOps coarse = Declarations.transformer(Preset.named("paper-f16"), Stage.TOP, IMAGENET);
        assertThat(coarse.multiplyAdds()).isCloseTo(48_200_000_000L, withinPercentage(2));
        CostOps fine = Declarations.transformer(Preset.named("paper-f8"), Stage.TOP, IMAGENET);
        assertThat(fine.multiplyAdds()).isCloseTo(216_500_000_000L, withinPercentage(2));
    }

    @Test
    void paperTokenizerIsThePapersSize() {
        CostOps cost = Declarations.tokenizer(Preset.PAPER);
        assertThat(cost.parameterCount()).isCloseTo(72_000_000L, withinPercentage(2));
    }

    @Test
    void demoTokenizerKeepsTheLayoutOfItsCheckpoints() {
        assertThat(Declarations.tokenizer(Preset.DEMO).parameterCount()).isEqualTo(DEMO_TOKENIZER);
        assertThat(Declarations.tokenizer(Preset.DEMO).parameters().toString().hashCode())
                .as("names, order, shapes; a checkpoint is one flat array")
                .isEqualTo(DEMO_LAYOUT);
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
            for (Stage stage : Stage.of(preset)) {
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
