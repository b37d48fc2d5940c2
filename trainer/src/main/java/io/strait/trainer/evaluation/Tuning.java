package io.strait.trainer.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.model.decode.GridSettings;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.export.DefaultSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the settings that decode a grid best: one number after the other, the best value of each kept. The top is judged by samples in the
 * classifier's features, the others by the PSNR of held-out images.
 */
public final class Tuning {
    private static final int CLASSIFIER_SIDE = 64;

    private final EvaluationOptions options;
    private final TokenGrid grid;
    private final String figure;
    private final Consumer<String> report;
    private final Map<GridSettings, Double> scores = new LinkedHashMap<>();

    private Tuning(EvaluationOptions options, TokenGrid grid, String figure, Consumer<String> report) {
        this.options = options;
        this.grid = grid;
        this.figure = figure;
        this.report = report;
    }

    /**
     * Tries.
     *
     * @param options what to decode and where to start from; {@code samples} for the top, {@code heldOut} for the others
     * @param figure figure of a sample evaluation to judge the top by: {@code frechetDistance}, which is to be low, or another, which is to be high
     * @return {@code defaults}, the best settings of this grid beside the given ones of the others, and {@code tried}
     */
    public static ObjectNode run(EvaluationOptions options, TokenGrid grid, String figure, Consumer<String> report)
            throws IOException {
        return new Tuning(options, grid, figure, report).run();
    }

    private ObjectNode run() throws IOException {
        TrainedFolder networks = new TrainedFolder(options.checkpoints(), options.defaults(), options.bfloat16());
        ProgressBars bars = new ProgressBars(options.terminal(), line -> {});
        int pixels = networks.preset().pixels();
        try (PackedImages images = PackedImages.open(
                ImageFolder.scan(options.data()), options.checkpoints().resolve("cache"), 2 * pixels, report)) {
            RealPictures real = grid != TokenGrid.TOP
                    ? null
                    : RealPictures.of(
                            images,
                            Math.min(CLASSIFIER_SIDE, pixels),
                            options.classifierSteps(),
                            options.checkpoints().resolve("classifier.ckpt"),
                            bars);
            GridSettings best = networks.settings(grid);
            for (Knob knob : Knob.values()) {
                GridSettings from = best;
                double bestScore = score(networks, images, real, bars, best);
                for (GridSettings candidate : knob.turned(from, grid)) {
                    double score = score(networks, images, real, bars, candidate);
                    if (score > bestScore) {
                        bestScore = score;
                        best = candidate;
                    }
                }
            }
            return result(networks.defaults(), best);
        }
    }

    /** The higher the better. */
    private double score(
            TrainedFolder networks,
            PackedImages images,
            @Nullable RealPictures real,
            ProgressBars bars,
            GridSettings settings)
            throws IOException {
        Double known = scores.get(settings);
        if (known != null) {
            return known;
        }
        DefaultSettings all = networks.defaults().with(grid, settings);
        TrainedFolder with = networks.with(all);
        double score;
        if (real != null) {
            double value = new SampleEvaluation(with, real, false, null)
                    .samples(options.samples(), options.sheets().resolve("tuning.png"), bars)
                    .path(figure)
                    .asDouble(Double.NaN);
            score = figure.equals("frechetDistance") ? -value : value;
        } else {
            HeldOutEvaluation heldOut =
                    new HeldOutEvaluation(with, new HeldOut(images, options.heldOut()), options.sheets(), bars);
            score = grid == TokenGrid.BOTTOM
                    ? heldOut.bottom().path("psnrGivenTrueTop").asDouble()
                    : heldOut.upsampler().path("psnr").asDouble();
        }
        scores.put(settings, score);
        report.accept(all.toJson().path(grid.wireName()) + " " + name() + " " + Math.abs(score));
        return score;
    }

    private String name() {
        return grid == TokenGrid.TOP ? figure : "psnr";
    }

    private ObjectNode result(DefaultSettings defaults, GridSettings best) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.set("defaults", defaults.with(grid, best).toJson());
        ArrayNode tried = out.putArray("tried");
        scores.forEach((settings, score) -> {
            ObjectNode one = (ObjectNode) defaults.with(grid, settings).toJson().path(grid.wireName());
            tried.add(one.put(name(), Math.abs(score)));
        });
        return out;
    }
}
