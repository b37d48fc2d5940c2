package io.strait.worker.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import org.junit.jupiter.api.Test;

final class TopWorkerTest {
    private final StageProgram program = TopWorker.program();

    @Test
    void needsNothingAndFillsItsOwnGrid() {
        assertThat(program.stage()).isEqualTo(Stage.TOP);
        assertThat(program.given()).isEmpty();
        assertThat(program.grids()).containsExactly(TokenGrid.TOP);
        assertThat(program.graphs()).contains(TokenGrid.TOP.graph());
    }

    @Test
    void drawsACoarsePictureOfTheWholeImage() {
        assertThat(program.drawing(TokenGrid.TOP, JobTokens.none(), new int[256])
                        .pixels())
                .isEqualTo(256);
    }
}
