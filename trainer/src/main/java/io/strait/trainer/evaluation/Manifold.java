package io.strait.trainer.evaluation;

import java.util.Arrays;

/**
 * The region around some points: balls that reach to each point's k-th nearest neighbour among the others. Source:
 * Kynkäänniemi et al., Improved Precision and Recall Metric (2019).
 */
final class Manifold {
    /** Which nearest neighbour gives the radius; more points than this are needed. */
    static final int NEIGHBOUR = 3;

    private final float[][] points;
    private final float[] radii;

    /** Around points, more than three. */
    Manifold(float[][] points) {
        if (points.length <= NEIGHBOUR) {
            throw new IllegalArgumentException("points: expected more than " + NEIGHBOUR + ", got " + points.length);
        }
        this.points = points.clone();
        this.radii = new float[points.length];
        float[][] distances = Distances.between(points, points);
        for (int i = 0; i < radii.length; i++) {
            // a point is its own nearest, at distance 0
            Arrays.sort(distances[i]);
            radii[i] = distances[i][NEIGHBOUR];
        }
    }

    /**
     * Share of others that lie in the region. Samples in the region of real images: precision; real images in that of
     * samples: recall.
     */
    double share(float[][] others) {
        int inside = 0;
        for (float[] to : Distances.between(others, points)) {
            for (int i = 0; i < to.length; i++) {
                if (to[i] <= radii[i]) {
                    inside++;
                    break;
                }
            }
        }
        return (double) inside / others.length;
    }
}
