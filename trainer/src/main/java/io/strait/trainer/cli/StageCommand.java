package io.strait.trainer.cli;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.ConditionNoise;
import io.strait.trainer.training.Recipe;
import io.strait.trainer.training.Regularization;
import io.strait.trainer.training.TransformerTraining;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the three transformer commands share. */
abstract class StageCommand implements Callable<Integer> {
    @Mixin
    private final RunArguments run = new RunArguments();

    @Option(names = "--steps", defaultValue = "20000")
    private long steps;

    @Option(names = "--batch", defaultValue = "0", description = "samples a step; default: the stage's")
    private int batch;

    @Option(names = "--lr", description = "highest learning rate; default: the preset's, 8e-4 or the paper's 1e-4")
    private @Nullable Double rate;

    @Option(
            names = "--class-dropout",
            defaultValue = "0.1",
            description = "share trained without class (${DEFAULT-VALUE})")
    private double classDropped;

    @Option(
            names = "--dropout",
            description = "share of hidden values dropped; default: the preset's, 0 or the paper's 0.1")
    private @Nullable Double dropout;

    @Option(
            names = "--condition-noise",
            defaultValue = "0",
            description = "conditional augmentation: share of given tokens replaced (${DEFAULT-VALUE})")
    private double conditionReplaced;

    @Option(
            names = "--condition-noise-by",
            defaultValue = "RANDOM",
            description = "what they are replaced by: RANDOM codes, or what the trained TOP draws (${DEFAULT-VALUE})")
    private ConditionNoise noise = ConditionNoise.RANDOM;

    @Option(
            names = "--label-smoothing",
            description =
                    "share of the targets of one code that goes to all codes; default: the preset's, 0 or the paper's 0.1")
    private @Nullable Double labelSmoothing;

    @Option(
            names = "--views",
            defaultValue = "6",
            description =
                    "views of an image that are drawn from: 2 are the image and its mirror image, 6 also smaller ones, elsewhere, in other"
                            + " tones (${DEFAULT-VALUE})")
    private int views;

    private final Stage stage;
    private final int usualBatch;

    StageCommand(Stage stage, int usualBatch) {
        this.stage = stage;
        this.usualBatch = usualBatch;
    }

    @Override
    public Integer call() throws Exception {
        try (PackedImages images = run.images()) {
            int count = batch > 0 ? batch : usualBatch;
            Recipe recipe = Recipe.of(run.preset());
            Regularization regularization = new Regularization(
                    classDropped,
                    dropout == null ? recipe.dropout() : dropout,
                    conditionReplaced,
                    noise,
                    labelSmoothing == null ? recipe.labelSmoothing() : labelSmoothing,
                    views);
            TransformerTraining.run(
                    run.preset(),
                    stage,
                    run.options(steps, count, rate == null ? recipe.rate() : rate),
                    regularization,
                    images,
                    System.out);
        }
        return 0;
    }
}
