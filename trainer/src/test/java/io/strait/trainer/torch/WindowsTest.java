package io.strait.trainer.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.TokenSet;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.MaskedTransformer;
import io.strait.trainer.network.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Training works on single windows, decoding on whole grids: both must be the same mathematics. */
class WindowsTest {
    private static final float TOLERANCE = 1e-4f;
    private final Preset preset = Preset.TINY;
    private final LabelTable labels = new LabelTable(List.of("a/x", "a/y", "b/x"));

    @Test
    @SuppressWarnings("try")
    void oneWindowAloneGivesTheLogitsOfThatWindowInTheGrid() {
        Stage stage = Stage.UPSAMPLER;
        Grid grid = stage.grids(preset).get(1);
        int codes = preset.tokenizer().codes();
        ParameterStore store = new ParameterStore(
                Declarations.transformer(preset, stage, labels).parameters(), 3);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            MaskedTransformer<Tensor> net =
                    new MaskedTransformer<>(store.bind(false, false, Map.of()), stage.size(preset), codes, labels);
            long[] ids = random(grid.tokens(), codes + 1, 1);
            List<long[]> given = new ArrayList<>();
            for (Grid.Condition c : grid.conditions()) {
                given.add(random(c.side() * c.side(), codes, given.size() + 2));
            }
            List<Tensor> whole =
                    given.stream().map(g -> Tensors.of(g, 1, g.length)).toList();
            Tensor label = Tensors.of(new long[] {1}, 1);
            float[] all = Tensors.floats(net.logits(grid, Tensors.of(ids, 1, ids.length), label, whole));
            for (int window = 0; window < grid.windows(); window++) {
                int w = window;
                long[] cut = TokenSet.window(ids, grid.windowsPerSide(), w);
                List<Tensor> part = given.stream()
                        .map(g -> TokenSet.window(g, grid.windowsPerSide(), w))
                        .map(g -> Tensors.of(g, 1, g.length))
                        .toList();
                Tensor hidden = net.windowHidden(
                        grid, Tensors.of(cut, 1, cut.length), label, part, Tensors.of(new long[] {w}, 1));
                float[] alone = Tensors.floats(net.head(hidden));
                int side = grid.windowSide();
                for (int k = 0; k < cut.length; k++) {
                    int row = w / grid.windowsPerSide() * side + k / side;
                    int column = w % grid.windowsPerSide() * side + k % side;
                    for (int v = 0; v < codes; v++) {
                        float expected = all[(row * grid.side() + column) * codes + v];
                        assertThat(Math.abs(alone[k * codes + v] - expected)).isLessThan(TOLERANCE);
                    }
                }
            }
        }
    }

    private static long[] random(int n, int bound, int seed) {
        return new Random(seed).ints(n, 0, bound).asLongStream().toArray();
    }
}
