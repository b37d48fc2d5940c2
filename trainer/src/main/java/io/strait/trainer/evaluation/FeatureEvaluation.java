package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.data.Pictures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Samples and held-out images beside training images in the features of a given network. Pictures are not kept. */
final class FeatureEvaluation {
    private static final int BATCH = 8;

    private final FeatureNetwork network;
    private final float[][] training;
    private final double[] trainingWeights;
    private final float[][] heldOut;
    private final double[] heldOutWeights;
    private final List<float[]> samples = new ArrayList<>();

    /**
     * Looks at all real images.
     *
     * @param trainingWeights how much each training image counts
     * @param heldOutWeights how much each held-out image counts
     */
    FeatureEvaluation(
            FeatureNetwork network,
            PackedImages images,
            double[] trainingWeights,
            double[] heldOutWeights,
            ProgressBars bars)
            throws IOException {
        this.network = network;
        this.trainingWeights = trainingWeights.clone();
        this.heldOutWeights = heldOutWeights.clone();
        try (ProgressBars.Bar bar = bars.start("features", images.count())) {
            training = features(images, images.part(false), bar);
            heldOut = features(images, images.part(true), bar);
        }
    }

    private float[][] features(PackedImages images, int[] part, ProgressBars.Bar bar) throws IOException {
        float[][] out = new float[part.length][];
        int side = network.side();
        int size = images.index().side();
        for (int from = 0; from < part.length; from += BATCH) {
            List<Picture> batch = new ArrayList<>();
            for (int image : Arrays.copyOfRange(part, from, Math.min(part.length, from + BATCH))) {
                float[] planes = new float[3 * side * side];
                Pictures.whole(images.rgb(image), size, size / side, false, planes, 0);
                batch.add(new Picture(planes, side));
            }
            float[][] features = network.features(batch);
            System.arraycopy(features, 0, out, from, features.length);
            bar.advance(features.length);
        }
        return out;
    }

    /** Looks at samples as they are drawn. */
    void add(List<Picture> drawn) throws IOException {
        samples.addAll(Arrays.asList(network.features(drawn)));
    }

    ObjectNode figures() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("network", network.network().hash()).put("side", network.side()).put("dimensions", training[0].length);
        Gaussian real = Gaussian.of(training, trainingWeights);
        Manifold manifold = new Manifold(training);
        compare(out.putObject("heldOut"), heldOut, heldOutWeights, real, manifold);
        if (samples.isEmpty()) {
            out.putNull("samples");
        } else {
            float[][] drawn = samples.toArray(new float[0][]);
            double[] alike = new double[drawn.length];
            Arrays.fill(alike, 1);
            compare(out.putObject("samples"), drawn, alike, real, manifold);
        }
        return out;
    }

    private void compare(ObjectNode out, float[][] points, double[] weights, Gaussian real, Manifold manifold) {
        out.put("count", points.length);
        Means.put(out, "frechetDistance", Gaussian.of(points, weights).frechetDistance(real));
        Means.put(out, "precision", manifold.share(points));
        if (points.length > Manifold.NEIGHBOUR) {
            Means.put(out, "recall", new Manifold(points).share(training));
        } else {
            out.putNull("recall");
        }
    }
}
