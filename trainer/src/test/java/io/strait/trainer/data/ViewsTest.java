package io.strait.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final int SIZE = 16;

    private static byte[] noise() {
        byte[] rgb = new byte[3 * SIZE * SIZE];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) random.nextInt(256);
        }
        return rgb;
    }

    @Test
    void firstIsTheImageSecondItsMirrorImage() {
        byte[] rgb = noise();
        assertThat(Views.of(rgb, SIZE, 5, 0)).isEqualTo(rgb);
        byte[] mirrored = Views.of(rgb, SIZE, 5, 1);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(mirrored[3 * (y * SIZE + x) + c]).isEqualTo(rgb[3 * (y * SIZE + SIZE - 1 - x) + c]);
                }
            }
        }
    }

    @Test
    void othersDifferByImageAndViewAndCanBeMadeAgain() {
        byte[] rgb = noise();
        for (int view = Views.PLAIN; view < Views.COUNT; view++) {
            byte[] made = Views.of(rgb, SIZE, 5, view);
            assertThat(made).isEqualTo(Views.of(rgb, SIZE, 5, view)).isNotEqualTo(rgb);
            assertThat(made).isNotEqualTo(Views.of(rgb, SIZE, 6, view));
        }
    }

    @Test
    void whiteStaysWhite() {
        byte[] white = new byte[3 * SIZE * SIZE];
        Arrays.fill(white, (byte) 255);
        for (int view = 0; view < Views.COUNT; view++) {
            assertThat(Views.of(white, SIZE, 1, view)).isEqualTo(white);
        }
    }
}
