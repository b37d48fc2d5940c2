package io.strait.worker.upsampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.TokenGrid;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import org.junit.jupiter.api.Test;

final class UpsamplerWorkerTest {
    private final StageProgram program = UpsamplerWorker.program();
    private final JobTokens low =
            JobTokens.none().with(TokenGrid.TOP, new int[256]).with(TokenGrid.BOTTOM, new int[1024]);

    @Test
    void fillsItsTopGridFirst() {
        assertThat(program.grids()).containsExactly(TokenGrid.UPSAMPLER_TOP, TokenGrid.UPSAMPLER_BOTTOM);
        assertThatThrownBy(() -> program.condition(TokenGrid.UPSAMPLER_BOTTOM, low))
                .hasMessageContaining("expected upsampler-top to be finished");
    }

    @Test
    void drawsTheDoubledImageFromBothGrids() {
        assertThat(program.drawing(TokenGrid.UPSAMPLER_TOP, low, new int[1024]).pixels())
                .isEqualTo(512);
        JobTokens more = low.with(TokenGrid.UPSAMPLER_TOP, new int[1024]);
        assertThat(program.drawing(TokenGrid.UPSAMPLER_BOTTOM, more, new int[4096])
                        .pixels())
                .isEqualTo(512);
    }
}
