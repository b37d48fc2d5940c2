package io.strait.worker.bottom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.model.TokenGrid;
import io.strait.worker.JobTokens;
import io.strait.worker.StageProgram;
import org.junit.jupiter.api.Test;

final class BottomWorkerTest {
    private final StageProgram program = BottomWorker.program();

    @Test
    void needsTheLayout() {
        assertThat(program.given()).containsExactly(TokenGrid.TOP);
        assertThatThrownBy(() -> program.condition(TokenGrid.BOTTOM, JobTokens.none()))
                .hasMessageContaining("expected top to be finished");
    }

    @Test
    void drawsLayoutAndDetail() {
        JobTokens tokens = JobTokens.none().with(TokenGrid.TOP, new int[256]);
        assertThat(program.drawing(TokenGrid.BOTTOM, tokens, new int[1024]).pixels())
                .isEqualTo(256);
        assertThatThrownBy(() -> program.drawing(TokenGrid.BOTTOM, tokens, new int[256]))
                .hasMessage("bottomIds: expected 4 x 256 = 1024 values, got 256");
    }
}
