package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final int CODES = 6;
    private static final int WIDTH = 64;

    /** Codes 2k and 2k + 1 are nearly the same. */
    private static float[] pairs() {
        float[] out = new float[CODES * 40];
        Random random = new Random(2);
        for (int code = 0; code < CODES; code += 2) {
            for (int i = 0; i < 40; i++) {
                out[code * 40 + i] = (float) random.nextGaussian();
                out[(code + 1) * 40 + i] = out[code * 40 + i] + 0.1f * (float) random.nextGaussian();
            }
        }
        return out;
    }

    private static double apart(float[] table, int a, int b) {
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            sum += Math.pow(table[a * WIDTH + i] - table[b * WIDTH + i], 2);
        }
        return Math.sqrt(sum);
    }

    @Test
    void codesThatAreDrawnAlikeStartAlike() {
        float[] table = Likeness.embeddings(List.of(pairs(), pairs()), CODES, CODES + 1, WIDTH, new Random(1));
        assertThat(table).hasSize((CODES + 1) * WIDTH);
        for (int code = 0; code < CODES; code += 2) {
            assertThat(apart(table, code, code + 1)).isLessThan(0.4 * apart(table, code, (code + 2) % CODES));
        }
        double squares = 0;
        for (int i = 0; i < CODES * WIDTH; i++) {
            squares += table[i] * table[i];
        }
        assertThat(Math.sqrt(squares / CODES / WIDTH)).isCloseTo(0.05, within(1e-3));
        assertThat(table[CODES * WIDTH]).as("the mask is like none").isZero();
    }
}
