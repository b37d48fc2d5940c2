package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.network.Stage;
import io.strait.trainer.torch.ScriptNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures the networks of a training folder. Everything random is seeded: the same networks, data, options and number
 * of threads give the same figures.
 */
public final class Evaluation {
    private static final int CLASSIFIER_SIDE = 64;

    private Evaluation() {}

    /**
     * Runs all measurements there are networks for; the section of a missing one is null.
     *
     * @param report told about bad image files, and how far it is unless a progress bar shows that
     * @return figures, always in the same order
     * @throws IOException if there is no tokenizer, or networks and images do not belong together
     */
    public static ObjectNode run(EvaluationOptions options, Consumer<String> report) throws IOException {
        TrainedFolder networks = new TrainedFolder(options.checkpoints(), options.defaults(), false);
        Files.createDirectories(options.sheets());
        int small = networks.preset().pixels();
        try (PackedImages images = PackedImages.open(
                ImageFolder.scan(options.data()), options.checkpoints().resolve("cache"), 2 * small, report)) {
            check(networks, images);
            return run(options, networks, images, report);
        }
    }

    private static ObjectNode run(
            EvaluationOptions options, TrainedFolder networks, PackedImages images, Consumer<String> report)
            throws IOException {
        ProgressBars bars = new ProgressBars(options.terminal(), report);
        FeatureNetwork given = given(options, networks.preset().pixels());
        int side = Math.min(CLASSIFIER_SIDE, networks.preset().pixels());
        RealPictures real = RealPictures.of(
                images, side, options.classifierSteps(), options.checkpoints().resolve("classifier.ckpt"), bars);
        HeldOutEvaluation heldOut =
                new HeldOutEvaluation(networks, new HeldOut(images, options.heldOut()), options.sheets(), bars);
        int labels = real.labels();
        FeatureEvaluation features = given == null
                ? null
                : new FeatureEvaluation(
                        given,
                        images,
                        real.training().evenWeights(labels),
                        real.heldOut().evenWeights(labels),
                        bars);

        ObjectNode out = JsonNodeFactory.instance.objectNode().put("format", 1);
        out.put("precision", "float32");
        out.put("precisionOfSamples", options.bfloat16() ? "bfloat16" : "float32");
        describe(out, networks, images);
        out.set("reconstruction", heldOut.reconstruction(real.classifier(), real.parts()));
        out.set("bottom", networks.has(Stage.BOTTOM) ? heldOut.bottom() : null);
        out.set("upsampler", networks.has(Stage.UPSAMPLER) ? heldOut.upsampler() : null);
        out.set("classifier", real.classifierFigures());
        out.set("heldOut", real.heldOutFigures());
        Path sheet = options.sheets().resolve("samples.png");
        Path plain = options.sheets().resolve("samples-unguided.png");
        boolean drawable = networks.has(Stage.TOP);
        TrainedFolder drawing =
                options.bfloat16() ? new TrainedFolder(options.checkpoints(), options.defaults(), true) : networks;
        out.set(
                "samples",
                drawable
                        ? new SampleEvaluation(drawing, real, false, features).samples(options.samples(), sheet, bars)
                        : null);
        out.set(
                "samplesUnguided",
                drawable && options.unguided() > 0
                        ? new SampleEvaluation(drawing.unguided(), real, false, null)
                                .samples(options.unguided(), plain, bars)
                        : null);
        out.set("features", features == null ? null : features.figures());
        return out;
    }

    private static @Nullable FeatureNetwork given(EvaluationOptions options, int pixels) throws IOException {
        if (options.features() == null) {
            return null;
        }
        int side = options.featuresSide() == 0 ? pixels : options.featuresSide();
        if (side < 1 || pixels % side != 0) {
            throw new IOException("features side: expected a divisor of " + pixels + ", got " + side);
        }
        return new FeatureNetwork(ScriptNetwork.load(options.features()), side);
    }

    private static void describe(ObjectNode out, TrainedFolder networks, PackedImages images) {
        out.put("preset", networks.preset().name());
        out.put("tokenizer", networks.tokenizerHash());
        ObjectNode steps = out.putObject("steps");
        networks.steps().forEach(steps::put);
        out.putObject("data")
                .put("images", images.count())
                .put("heldOut", images.part(true).length)
                .put("labels", networks.labels().size());
        ObjectNode settings = out.putObject("settings");
        boolean stratified = networks.preset().tokenizer().form().stratified();
        for (TokenGrid grid : stratified ? TokenGrid.values() : new TokenGrid[] {TokenGrid.TOP}) {
            GridSettings s = networks.settings(grid);
            settings.putObject(grid.wireName())
                    .put("steps", s.steps())
                    .put("guidanceScale", s.guidanceScale())
                    .put("temperature", s.temperature())
                    .put("gumbel", s.gumbel())
                    .put("schedule", s.schedule().name())
                    .put("order", s.order().text());
        }
    }

    private static void check(TrainedFolder networks, PackedImages images) throws IOException {
        List<String> expected = networks.labels();
        if (!expected.equals(images.index().labels())) {
            throw new IOException("data: expected the labels of the checkpoints, " + expected + ", got "
                    + images.index().labels());
        }
        if (images.part(true).length == 0 || images.part(false).length == 0) {
            throw new IOException("data: expected images to train on and held-out ones, got "
                    + images.part(false).length + " and " + images.part(true).length);
        }
    }
}
