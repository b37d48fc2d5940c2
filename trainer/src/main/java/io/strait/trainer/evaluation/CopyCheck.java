package io.strait.trainer.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * How near pictures come to training images, or to their mirror images: root mean square difference of pixels, in grey
 * levels of 255, at a side of at most 32.
 *
 * <p>Nearer than the threshold counts as a copy. It is the 1st percentile of the distances of held-out images, which
 * show other things than any training image, to their nearest training image: a picture below it is nearer to a
 * training image than all but 1 % of images that certainly are no copies.
 */
final class CopyCheck {
    static final int SIDE = 32;
    private static final double PERCENTILE = 0.01;

    private final float[][] known;
    private final double[] heldOut;

    /** Both of the same side. */
    CopyCheck(List<Picture> training, List<Picture> heldOut) {
        this.known = new float[2 * training.size()][];
        for (int i = 0; i < training.size(); i++) {
            known[2 * i] = small(training.get(i)).planes();
            known[2 * i + 1] = mirrored(small(training.get(i)));
        }
        this.heldOut = distances(heldOut);
    }

    /** Distance of each picture to its nearest training image. */
    double[] distances(List<Picture> pictures) {
        float[][] points = new float[pictures.size()][];
        for (int i = 0; i < points.length; i++) {
            points[i] = small(pictures.get(i)).planes();
        }
        double scale = 127.5 / Math.sqrt(known[0].length);
        return Arrays.stream(Distances.nearest(points, known))
                .map(d -> d * scale)
                .toArray();
    }

    /** Distances of the held-out images. */
    double[] heldOut() {
        return heldOut.clone();
    }

    /** Below this a picture counts as a copy. */
    double threshold() {
        return quantile(heldOut, PERCENTILE);
    }

    /** Share of distances below the threshold. */
    double copied(double[] distances) {
        double threshold = threshold();
        return (double) Arrays.stream(distances).filter(d -> d < threshold).count() / distances.length;
    }

    /** Value below which the given share lies, interpolated. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static Picture small(Picture picture) {
        return picture.side() > SIDE ? picture.shrunk(picture.side() / SIDE) : picture;
    }

    private static float[] mirrored(Picture picture) {
        int side = picture.side();
        float[] out = new float[picture.planes().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = picture.planes()[i - i % side + side - 1 - i % side];
        }
        return out;
    }
}
