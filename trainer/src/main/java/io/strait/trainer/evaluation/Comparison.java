package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.trainer.data.PackedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Measures any number of training folders of one data set in the features of one classifier. Networks run in bfloat16. */
public final class Comparison {
    private static final int CLASSIFIER_SIDE = 64;

    private final PackedImages images;
    private final RealPictures real;
    private final ProgressBars bars;

    private Comparison(PackedImages images, RealPictures real, ProgressBars bars) {
        this.images = images;
        this.real = real;
        this.bars = bars;
    }

    /**
     * Looks at the real images.
     *
     * @param images images of twice the side of what is compared; must stay open
     * @param classifier file of the classifier, trained now if it is missing or of other images
     * @param steps steps to train it for
     * @param report told how far it is, unless a terminal shows bars
     */
    public static Comparison of(
            PackedImages images, Path classifier, int steps, boolean terminal, Consumer<String> report)
            throws IOException {
        ProgressBars bars = new ProgressBars(terminal, report);
        int side = Math.min(CLASSIFIER_SIDE, images.index().side() / 2);
        return new Comparison(images, RealPictures.of(images, side, steps, classifier, bars), bars);
    }

    /** The classifier, and held-out images in the place of samples. */
    public ObjectNode real() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.set("classifier", real.classifierFigures());
        out.set("heldOut", real.heldOutFigures());
        return out;
    }

    /** All held-out images through the tokenizer of a folder; a sheet of them goes to another. */
    public ObjectNode reconstruction(Path checkpoints, Path sheets) throws IOException {
        TrainedFolder networks = new TrainedFolder(checkpoints, null, true);
        return new HeldOutEvaluation(networks, new HeldOut(images, Integer.MAX_VALUE), sheets, bars)
                .reconstruction(real.classifier(), real.parts());
    }

    /** Samples of the networks of a folder, labels evenly; with the seconds that drawing one took. */
    public ObjectNode samples(Path checkpoints, Drawing drawing, int count, Path sheet) throws IOException {
        TrainedFolder networks = new TrainedFolder(checkpoints, null, true).with(drawing.settings());
        SampleEvaluation evaluation = new SampleEvaluation(networks, real, drawing.topOnly(), null);
        ObjectNode out = evaluation.samples(count, sheet, bars);
        out.put("secondsEach", evaluation.secondsEach());
        return out;
    }
}
