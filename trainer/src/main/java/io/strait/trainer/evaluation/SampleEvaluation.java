package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.ContactSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws samples, labels evenly, and sets them beside real images in the features of a classifier. */
final class SampleEvaluation {
    private static final int BATCH = 8;
    private static final int ON_SHEET = 64;
    private static final int COLUMNS = 8;
    private static final int SHEET_SIDE = 128;

    private final TrainedFolder networks;
    private final Classifier classifier;
    private final LabelParts parts;
    private final LabelledPictures training;
    private final LabelledPictures heldOut;
    private final @Nullable FeatureEvaluation features;
    private final Judgement ofTraining;
    private final Judgement ofHeldOut;
    private final CopyCheck copies;
    private final List<Picture> samples = new ArrayList<>();
    private int blank;

    SampleEvaluation(
            TrainedFolder networks,
            Classifier classifier,
            LabelParts parts,
            LabelledPictures training,
            LabelledPictures heldOut,
            @Nullable FeatureEvaluation features) {
        this.networks = networks;
        this.classifier = classifier;
        this.parts = parts;
        this.training = training;
        this.heldOut = heldOut;
        this.features = features;
        this.ofTraining = classifier.judge(training.pictures());
        this.ofHeldOut = classifier.judge(heldOut.pictures());
        this.copies = new CopyCheck(training.pictures(), heldOut.pictures());
    }

    /** The classifier on real images. */
    ObjectNode classifier() {
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
    ObjectNode heldOut() {
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("count", heldOut.count());
        long blanks = heldOut.pictures().stream().filter(Picture::blank).count();
        distribution(
                out,
                ofHeldOut,
                (double) blanks / heldOut.count(),
                heldOut.evenWeights(parts.labels().size()));
        distances(out, copies.heldOut());
        return out;
    }

    /** Draws samples: number i has label i modulo the labels, and seed i. */
    ObjectNode samples(int count, Path sheet, ProgressBars bars) throws IOException {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % parts.labels().size());
        ContactSheet drawn = new ContactSheet(COLUMNS);
        try (ProgressBars.Bar bar = bars.start("samples", count)) {
            for (int from = 0; from < count; from += BATCH) {
                int[] of = Arrays.copyOfRange(labels, from, Math.min(count, from + BATCH));
                List<Picture> batch = draw(of, from);
                if (features != null) {
                    features.add(batch);
                }
                for (Picture picture : batch) {
                    if (samples.size() < ON_SHEET) {
                        int block = Math.max(1, picture.side() / SHEET_SIDE);
                        drawn.add(picture.shrunk(block).planes(), 1);
                    }
                    blank += picture.blank() ? 1 : 0;
                    samples.add(picture.shrunk(picture.side() / classifier.side()));
                }
                bar.advance(of.length);
            }
        }
        drawn.save(sheet);
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("count", count);
        out.put("decodedFrom", networks.has(Stage.BOTTOM) ? "both grids" : "one grid");
        Judgement judged = classifier.judge(samples);
        for (int part = 0; part < parts.names().size(); part++) {
            double accuracy = judged.accuracy(part, labels);
            Means.put(out, parts.names().get(part) + "Accuracy", accuracy);
            double real = ofHeldOut.accuracy(part, heldOut.labels());
            Means.put(out, parts.names().get(part) + "AccuracyRatio", accuracy / real);
        }
        double[] weights = new double[count];
        Arrays.fill(weights, 1);
        distribution(out, judged, (double) blank / count, weights);
        Means.put(out, "recall", new Manifold(judged.features()).share(ofTraining.features()));
        distances(out, copies.distances(samples));
        Means.put(out, "nearestCopyThreshold", copies.threshold());
        return out;
    }

    private List<Picture> draw(int[] labels, int firstSeed) {
        long[] top = networks.decode(TokenGrid.TOP, labels, firstSeed, List.of());
        long[] bottom = networks.has(Stage.BOTTOM)
                ? networks.decode(TokenGrid.BOTTOM, labels, firstSeed, List.of(top))
                : new long[0];
        int side = networks.preset().topSide();
        boolean fineOnly = !networks.preset().tokenizer().form().hasTop();
        float[] drawn = fineOnly
                ? networks.tokenizer().decode(bottom, top, labels.length, side)
                : networks.tokenizer().decode(top, bottom, labels.length, side);
        return Picture.split(drawn, labels.length);
    }

    /** Against training images, weighted so that every label counts alike, as it does among samples. */
    private void distribution(ObjectNode out, Judgement judged, double blankShare, double[] weights) {
        Means.put(out, "blankShare", blankShare);
        double[] even = training.evenWeights(parts.labels().size());
        Gaussian real = Gaussian.of(ofTraining.features(), even);
        Means.put(
                out, "frechetDistance", Gaussian.of(judged.features(), weights).frechetDistance(real));
        Means.put(out, "classScore", ClassScore.of(judged.labelProbabilities()));
        Means.put(out, "precision", new Manifold(ofTraining.features()).share(judged.features()));
    }

    private void distances(ObjectNode out, double[] distances) {
        Means.put(out, "nearestDistanceMedian", CopyCheck.quantile(distances, 0.5));
        Means.put(out, "nearestCopyShare", copies.copied(distances));
    }
}
