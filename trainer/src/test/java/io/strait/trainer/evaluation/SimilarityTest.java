package io.strait.trainer.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimilarityTest {
    private static final int SIDE = 32;

    private static Picture flat(float value) {
        float[] planes = new float[3 * SIDE * SIDE];
        Arrays.fill(planes, value);
        return new Picture(planes, SIDE);
    }

    /** White, with a square of one colour. */
    private static Picture square(float value, int from, int size) {
        float[] planes = flat(1).planes();
        for (int i = 0; i < planes.length; i++) {
            int x = i % SIDE;
            int y = i / SIDE % SIDE;
            boolean inside = x >= from && x < from + size && y >= from && y < from + size;
            planes[i] = inside ? value : planes[i];
        }
        return new Picture(planes, SIDE);
    }

    @Test
    void psnrIsThatOfTheMeanSquare() {
        // a difference of 0.2 in a range of 2 is 20 dB
        assertThat(Similarity.psnr(flat(0), flat(0.2f))).isCloseTo(20, within(1e-4));
        assertThat(Similarity.psnr(flat(0.5f), flat(0.5f))).isGreaterThan(80);
    }

    @Test
    void aWhiteGroundFlattersOnlyTheFigureOverEverything() {
        Picture truth = square(0, 8, 8);
        Picture made = square(0.2f, 8, 8);
        assertThat(Similarity.foregroundPsnr(truth, made).orElseThrow()).isCloseTo(20, within(1e-4));
        assertThat(Similarity.psnr(truth, made)).isGreaterThan(30);
        assertThat(Similarity.foregroundPsnr(flat(1), made)).isEmpty();
    }

    @Test
    void structureAndGradientsSeeSmearing() {
        Picture truth = square(-1, 8, 16);
        Picture smeared = truth.shrunk(2).enlarged();
        assertThat(Similarity.structural(truth, truth)).isCloseTo(1, within(1e-9));
        assertThat(Similarity.structural(truth, smeared)).isLessThan(0.99);
        assertThat(Similarity.gradientError(truth, truth)).isZero();
        assertThat(Similarity.gradientError(truth, smeared)).isGreaterThan(1);
    }

    @Test
    void blankMeansOneColour() {
        assertThat(flat(0.3f).blank()).isTrue();
        assertThat(square(-1, 4, 2).blank()).as("4 of 1024 pixels").isTrue();
        assertThat(square(-1, 4, 8).blank()).isFalse();
    }

    @Test
    void copiesAreFoundMirroredToo() {
        Random random = new Random(3);
        List<Picture> known = random.ints(40).mapToObj(seed -> noise(seed)).toList();
        List<Picture> heldOut = random.ints(40).mapToObj(seed -> noise(seed)).toList();
        CopyCheck check = new CopyCheck(known, heldOut);
        float[] mirrored = new float[3 * SIDE * SIDE];
        for (int i = 0; i < mirrored.length; i++) {
            mirrored[i] = known.get(7).planes()[i / SIDE * SIDE + SIDE - 1 - i % SIDE];
        }
        List<Picture> samples = List.of(known.get(3), new Picture(mirrored, SIDE), noise(1), noise(2));
        assertThat(check.copied(check.distances(samples))).isEqualTo(0.5);
    }

    private static Picture noise(int seed) {
        Random random = new Random(seed);
        float[] planes = new float[3 * SIDE * SIDE];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = 2 * random.nextFloat() - 1;
        }
        return new Picture(planes, SIDE);
    }
}
