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
    private final RealPictures real;
    private final boolean topOnly;
    private final @Nullable FeatureEvaluation features;
    private double secondsEach;

    /**
     * For one way of drawing.
     *
     * @param topOnly leave out the bottom stage though there is one
     * @param features told the samples too; null for none
     */
    SampleEvaluation(TrainedFolder networks, RealPictures real, boolean topOnly, @Nullable FeatureEvaluation features) {
        this.networks = networks;
        this.real = real;
        this.topOnly = topOnly;
        this.features = features;
    }

    /** Draws samples: number i has label i modulo the labels, and seed i. */
    ObjectNode samples(int count, Path sheet, ProgressBars bars) throws IOException {
        int[] labels = new int[count];
        Arrays.setAll(labels, i -> i % real.labels());
        List<Picture> samples = new ArrayList<>();
        int blank = 0;
        long nanos = 0;
        ContactSheet drawn = new ContactSheet(COLUMNS);
        try (ProgressBars.Bar bar = bars.start("samples", count)) {
            for (int from = 0; from < count; from += BATCH) {
                int[] of = Arrays.copyOfRange(labels, from, Math.min(count, from + BATCH));
                long start = System.nanoTime();
                List<Picture> batch = draw(of, from);
                nanos += System.nanoTime() - start;
                if (features != null) {
                    features.add(batch);
                }
                for (Picture picture : batch) {
                    if (samples.size() < ON_SHEET) {
                        int block = Math.max(1, picture.side() / SHEET_SIDE);
                        drawn.add(picture.shrunk(block).planes(), 1);
                    }
                    blank += picture.blank() ? 1 : 0;
                    samples.add(
                            picture.shrunk(picture.side() / real.classifier().side()));
                }
                bar.advance(of.length);
            }
        }
        drawn.save(sheet);
        ObjectNode out = JsonNodeFactory.instance.objectNode().put("count", count);
        out.put("decodedFrom", withBottom() ? "both grids" : "one grid");
        secondsEach = nanos / 1e9 / count;
        real.compare(out, samples, labels, (double) blank / count);
        return out;
    }

    /** Seconds that drawing one of the last samples took. */
    double secondsEach() {
        return secondsEach;
    }

    private boolean withBottom() {
        return networks.has(Stage.BOTTOM) && !topOnly;
    }

    private List<Picture> draw(int[] labels, int firstSeed) {
        long[] top = networks.decode(TokenGrid.TOP, labels, firstSeed, List.of());
        long[] bottom = withBottom() ? networks.decode(TokenGrid.BOTTOM, labels, firstSeed, List.of(top)) : new long[0];
        int side = networks.preset().topSide();
        boolean fineOnly = !networks.preset().tokenizer().form().hasTop();
        float[] drawn = fineOnly
                ? networks.tokenizer().decode(bottom, top, labels.length, side)
                : networks.tokenizer().decode(top, bottom, labels.length, side);
        return Picture.split(drawn, labels.length);
    }
}
