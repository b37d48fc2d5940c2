package io.strait.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PicturesTest {
    @Test
    void shrinksByAveragingAndMirrors() {
        byte[] rgb = new byte[4 * 4 * 3];
        rgb[0] = (byte) 255; // red of the top left pixel
        rgb[3] = (byte) 255; // and of its right neighbour
        float[] plain = new float[3 * 4];
        float[] mirrored = new float[3 * 4];
        Pictures.whole(rgb, 4, 2, false, plain, 0);
        Pictures.whole(rgb, 4, 2, true, mirrored, 0);
        assertThat(plain).containsExactly(0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1);
        assertThat(mirrored[1]).isEqualTo(0);
        assertThat(mirrored[0]).isEqualTo(-1);
    }

    @Test
    void cutsWindowsOutOfAGrid() {
        long[] grid = new long[16];
        for (int i = 0; i < 16; i++) {
            grid[i] = i;
        }
        assertThat(TokenSet.window(grid, 2, 0)).containsExactly(0, 1, 4, 5);
        assertThat(TokenSet.window(grid, 2, 3)).containsExactly(10, 11, 14, 15);
        assertThat(TokenSet.window(grid, 1, 0)).isEqualTo(grid);
    }
}
