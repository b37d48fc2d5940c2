package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.TokenSet;
import io.strait.trainer.data.Views;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.Stage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MaskedBatchTest {
    private static final int MASK = 32;
    private final TokenSet tokens = new TokenSet(
            "t", 3, 1, new short[][] {counting(3 * 16), counting(3 * 64), counting(3 * 64), counting(3 * 256)});

    private static short[] counting(int tokens) {
        short[] out = new short[Views.COUNT * tokens];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) (i % MASK);
        }
        return out;
    }

    private MaskedBatch draw(Stage stage, Grid grid, double dropped, int seed) {
        return new MaskedBatch(
                stage,
                grid,
                tokens,
                new int[] {0, 2},
                new int[] {4, 5, 6},
                Views.COUNT,
                dropped,
                9,
                MASK,
                4,
                new SplittableRandom(seed));
    }

    @Test
    void sizesNeverVary() {
        for (Stage stage : Stage.values()) {
            for (Grid grid : stage.grids(Preset.TINY)) {
                int size = draw(stage, grid, 0.1, 0).positions.length;
                for (int seed = 1; seed < 30; seed++) {
                    assertThat(draw(stage, grid, 0.1, seed).positions).hasSize(size);
                }
            }
        }
    }

    @Test
    void targetsAreMaskedPositionsOnlyAndDistinct() {
        Grid grid = Stage.TOP.grids(Preset.TINY).get(0);
        for (int seed = 0; seed < 50; seed++) {
            MaskedBatch batch = draw(Stage.TOP, grid, 0, seed);
            long counted = 0;
            boolean[] seen = new boolean[batch.ids.length];
            for (int i = 0; i < batch.positions.length; i++) {
                if (batch.targets[i] != MaskedBatch.IGNORED) {
                    int at = (int) batch.positions[i];
                    assertThat(batch.ids[at]).isEqualTo(MASK);
                    assertThat(seen[at]).isFalse();
                    seen[at] = true;
                    counted++;
                }
            }
            assertThat(counted).isPositive();
            assertThat(batch.labels).containsAnyOf(4, 6).doesNotContain(5, 9);
        }
    }

    @Test
    void droppedClassBecomesTheNullLabel() {
        Grid grid = Stage.BOTTOM.grids(Preset.TINY).get(0);
        assertThat(draw(Stage.BOTTOM, grid, 1, 1).labels).containsOnly(9);
    }

    @Test
    void aShareOfTheGivenTokensIsReplaced() {
        Grid grid = Stage.BOTTOM.grids(Preset.TINY).get(0);
        MaskedBatch clean = draw(Stage.BOTTOM, grid, 0, 1);
        MaskedBatch batch = draw(Stage.BOTTOM, grid, 0, 1);
        batch.replaceConditions(0, MASK, new SplittableRandom(2));
        assertThat(batch.conditions.get(0)).isEqualTo(clean.conditions.get(0));
        batch.replaceConditions(1, 3, new SplittableRandom(2));
        assertThat(batch.conditions.get(0)).containsOnly(0, 1, 2).isNotEqualTo(clean.conditions.get(0));
        assertThat(batch.targets).as("what is to be predicted stays").isEqualTo(clean.targets);
    }
}
