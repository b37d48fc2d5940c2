package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CodebookTest {
    private static final int STEPS = 400;

    @Test
    void codesMoveToTheMeanDirectionOfTheirVectors() {
        Codebook book = new Codebook(2, 2);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < STEPS; i++) {
            book.update(
                    new float[] {0.6f, 0.8f, 0.8f, 0.6f},
                    new long[] {0, 0},
                    new float[] {0, 1},
                    new long[] {1},
                    false,
                    random);
        }
        assertThat(book.vectors()[0]).isCloseTo((float) Math.sqrt(0.5), within(0.01f));
        assertThat(book.vectors()[1]).isCloseTo((float) Math.sqrt(0.5), within(0.01f));
        assertThat(book.vectors()[3]).isCloseTo(1, within(0.01f));
    }

    @Test
    void unusedCodesRestartAtVectorsOfTheBatch() {
        Codebook book = new Codebook(2, 2);
        SplittableRandom random = new SplittableRandom(1);
        float[] vectors = {0.6f, -0.8f};
        int restarted = 0;
        for (int i = 0; i < STEPS; i++) {
            restarted += book.update(vectors, new long[] {0}, vectors, new long[] {0}, true, random);
        }
        assertThat(restarted).isPositive();
        assertThat(book.vectors()[2]).isCloseTo(0.6f, within(0.01f));
        assertThat(book.vectors()[3]).isCloseTo(-0.8f, within(0.01f));
    }

    @Test
    void perplexityCountsCodesInUse() {
        assertThat(Codebook.perplexity(new long[] {0, 1, 2, 3}, 8)).isCloseTo(4, within(1e-9));
        assertThat(Codebook.perplexity(new long[] {5, 5}, 8)).isCloseTo(1, within(1e-9));
    }
}
