package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.trainer.data.PackedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Real images in the eyes of a classifier trained on them: what samples are set beside. */
final class RealPictures {
    private final Classifier classifier;
    private final LabelParts parts;
    private final LabelledPictures training;
    private final LabelledPictures heldOut;
    private final Judgement ofTraining;
    private final Judgement ofHeldOut;
    private final CopyCheck copies;
    private final Gaussian cloud;
    private final Manifold region;

    RealPictures(Classifier classifier, LabelParts parts, LabelledPictures training, LabelledPictures heldOut) {
        this.classifier = classifier;
        this.parts = parts;
        this.training = training;
        this.heldOut = heldOut;
        this.ofTraining = classifier.judge(training.pictures());
        this.ofHeldOut = classifier.judge(heldOut.pictures());
        this.copies = new CopyCheck(training.pictures(), heldOut.pictures());
        // every label counts alike, as it does among samples
        this.cloud = Gaussian.of(ofTraining.features(), training.evenWeights(labels()));
        this.region = new Manifold(ofTraining.features());
    }

    /** With the classifier of a file, trained now and kept there if it is of other images, labels or settings. */
    static RealPictures of(PackedImages images, int side, int steps, Path classifier, ProgressBars bars)
            throws IOException {
        LabelParts parts = new LabelParts(images.index().labels());
        LabelledPictures training = LabelledPictures.of(images, false, side);
        LabelledPictures held = LabelledPictures.of(images, true, side);
        return new RealPictures(
                new ClassifierTraining(parts, training, side, steps).loadOrTrain(classifier, bars),
                parts,
                training,
                held);
    }

    Classifier classifier() {
        return classifier;
    }

    LabelParts parts() {
        return parts;
    }

    /** Number of labels. */
    int labels() {
        return parts.labels().size();
    }

    LabelledPictures training() {
        return training;
    }

    LabelledPictures heldOut() {
        return heldOut;
    }

    /** The classifier on real images. */
    ObjectNode classifierFigures() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("side", classifier.side()).put("parameters", classifier.parameters());
        for (int part = 0; part < parts.names().size(); part++) {
            Means.put(out, parts.names().get(part) + "Accuracy", ofHeldOut.accuracy(part, heldOut.labels()));
        }
        for (int part = 0; part < parts.names().size(); part++) {
            String name = parts.names().get(part) + "AccuracyTraining";
            Means.put(out, name, ofTraining.accuracy(part, training.labels()));
        }
        return out;
    }

    /** Held-out images in the place of samples: what a perfect model of the same data would come near. */
    ObjectNode heldOutFigures() {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("count", heldOut.count());
        long blanks = heldOut.pictures().stream().filter(Picture::blank).count();
        Means.put(out, "blankShare", (double) blanks / heldOut.count());
        distribution(out, ofHeldOut, heldOut.evenWeights(labels()));
        distances(out, copies.heldOut());
        return out;
    }

    /**
     * Appends how samples compare with training images.
     *
     * @param samples at the classifier's side
     * @param labels label of each
     * @param blankShare share of them that show nothing
     */
    void compare(ObjectNode out, List<Picture> samples, int[] labels, double blankShare) {
        Judgement judged = classifier.judge(samples);
        for (int part = 0; part < parts.names().size(); part++) {
            double accuracy = judged.accuracy(part, labels);
            Means.put(out, parts.names().get(part) + "Accuracy", accuracy);
            double real = ofHeldOut.accuracy(part, heldOut.labels());
            Means.put(out, parts.names().get(part) + "AccuracyRatio", accuracy / real);
        }
        double[] alike = new double[labels.length];
        java.util.Arrays.fill(alike, 1);
        Means.put(out, "blankShare", blankShare);
        distribution(out, judged, alike);
        Means.put(out, "recall", new Manifold(judged.features()).share(ofTraining.features()));
        distances(out, copies.distances(samples));
        Means.put(out, "nearestCopyThreshold", copies.threshold());
    }

    private void distribution(ObjectNode out, Judgement judged, double[] weights) {
        Means.put(
                out, "frechetDistance", Gaussian.of(judged.features(), weights).frechetDistance(cloud));
        Means.put(out, "classScore", ClassScore.of(judged.labelProbabilities()));
        Means.put(out, "precision", region.share(judged.features()));
    }

    private void distances(ObjectNode out, double[] distances) {
        Means.put(out, "nearestDistanceMedian", CopyCheck.quantile(distances, 0.5));
        Means.put(out, "nearestCopyShare", copies.copied(distances));
    }
}
