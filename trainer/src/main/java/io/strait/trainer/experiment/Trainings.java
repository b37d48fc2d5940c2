package io.strait.trainer.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.preset.Preset;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.network.CostOps;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.Checkpoint;
import io.strait.trainer.training.ConditionNoise;
import io.strait.trainer.training.FurtherLosses;
import io.strait.trainer.training.Regularization;
import io.strait.trainer.training.RunOptions;
import io.strait.trainer.training.TokenizerTraining;
import io.strait.trainer.training.TransformerTraining;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Trains arms, each once for a seed; what is there is used, what was interrupted goes on. */
final class Trainings {
    private static final Duration CHECKPOINT_EVERY = Duration.ofMinutes(4);
    private static final String TOKENIZER = "tokenizer";

    private final Path out;
    private final Scale scale;
    private final PackedImages images;
    private final PrintStream log;

    Trainings(Path out, Scale scale, PackedImages images, PrintStream log) {
        this.out = out;
        this.scale = scale;
        this.images = images;
        this.log = log;
    }

    /** Where the checkpoints of an arm are. */
    Path folder(Arm arm, long seed) {
        return out.resolve("seed-" + seed).resolve(arm.name());
    }

    /** Trains the tokenizer of an arm, unless it is there. */
    void tokenizer(Arm arm, long seed) throws IOException {
        if (!arm.base().equals(arm)) {
            tokenizer(arm.base(), seed);
            share(arm, seed, TOKENIZER + ".ckpt");
            return;
        }
        Path folder = folder(arm, seed);
        long done = steps(folder, TOKENIZER);
        if (done < scale.tokenizerSteps()) {
            RunOptions options = options(folder, scale.tokenizerSteps(), scale.tokenizerBatch(), seed, done > 0);
            long step = TokenizerTraining.run(arm.preset(scale), options, images, FurtherLosses.NONE, log);
            finished(folder, TOKENIZER, step, scale.tokenizerSteps());
        }
    }

    /** Trains the tokenizer and the transformers of an arm, unless they are there. */
    void all(Arm arm, long seed) throws IOException {
        tokenizer(arm, seed);
        if (!arm.base().equals(arm)) {
            all(arm.base(), seed);
            share(arm, seed, "cache/views.bin");
        }
        for (Stage stage : stages(arm)) {
            if (stage == Stage.TOP && arm.conditionNoise() > 0) {
                share(arm, seed, "top.ckpt");
            } else {
                transformer(arm, stage, seed);
            }
        }
    }

    private void transformer(Arm arm, Stage stage, long seed) throws IOException {
        Path folder = folder(arm, seed);
        String kind = kind(stage);
        long wanted = arm.equalTime() ? stepsOfEqualTime(arm, seed) : scale.transformerSteps();
        long done = steps(folder, kind);
        if (done < wanted) {
            Regularization usual = Regularization.USUAL;
            double noise = stage == Stage.BOTTOM ? arm.conditionNoise() : 0;
            RunOptions options = options(folder, wanted, scale.transformerBatch(), seed, done > 0);
            long step = TransformerTraining.run(
                    arm.preset(scale), stage, options, usual.replacing(noise, ConditionNoise.TOP), images, log);
            finished(folder, kind, step, wanted);
        }
    }

    /** Steps that the base's rate makes of the time that the stratified top and bottom took. */
    private long stepsOfEqualTime(Arm arm, long seed) throws IOException {
        all(Arm.RESIDUAL, seed);
        double stratified = 0;
        for (Stage stage : stages(Arm.RESIDUAL)) {
            stratified += facts(folder(Arm.RESIDUAL, seed), kind(stage)).seconds();
        }
        Checkpoint.Facts own = facts(folder(arm.base(), seed), kind(Stage.TOP));
        return Math.max(1, Math.round(stratified * own.step() / own.seconds()));
    }

    /** What training the transformers of an arm took, and what a pass of each costs. */
    ObjectNode cost(Arm arm, long seed) throws IOException {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        LabelTable labels = new LabelTable(images.index().labels());
        long parameters = 0;
        double seconds = 0;
        Preset preset = arm.preset(scale);
        for (Stage stage : stages(arm)) {
            CostOps ops = Declarations.transformer(preset, stage, labels);
            Checkpoint.Facts facts = facts(folder(arm, seed), kind(stage));
            parameters += ops.parameterCount();
            seconds += facts.seconds();
            node.putObject(kind(stage))
                    .put("parameters", ops.parameterCount())
                    .put("multiplyAdds", ops.multiplyAdds())
                    .put("steps", facts.step())
                    .put("seconds", facts.seconds());
        }
        node.put("parameters", parameters).put("millionParameters", parameters / 1e6);
        node.put("trainingSeconds", seconds);
        double adds = stages(arm).stream()
                .mapToDouble(s -> Declarations.transformer(preset, s, labels).multiplyAdds())
                .sum();
        node.put("gigaMultiplyAdds", adds / 1e9);
        return node;
    }

    /** Stages of an arm: no upsampler, which no table is about. */
    List<Stage> stages(Arm arm) {
        return Stage.of(arm.preset(scale)).stream()
                .filter(s -> s != Stage.UPSAMPLER)
                .toList();
    }

    private RunOptions options(Path folder, long steps, int batch, long seed, boolean resume) {
        return new RunOptions(
                folder, steps, Duration.ZERO, steps, batch, scale.rate(), seed, resume, CHECKPOINT_EVERY, true);
    }

    private void share(Arm arm, long seed, String file) throws IOException {
        Path own = folder(arm, seed).resolve(file);
        if (!Files.exists(own)) {
            Files.createDirectories(own.getParent());
            Path part = own.resolveSibling(own.getFileName() + ".part");
            Files.deleteIfExists(part);
            Files.copy(folder(arm.base(), seed).resolve(file), part);
            Files.move(part, own);
        }
    }

    private static void finished(Path folder, String kind, long step, long wanted) throws IOException {
        if (step < wanted) {
            throw new IOException(folder.resolve(kind + ".ckpt") + ": stopped at step " + step + " of " + wanted
                    + "; the same command goes on");
        }
    }

    private static long steps(Path folder, String kind) throws IOException {
        return Files.exists(folder.resolve(kind + ".ckpt"))
                ? facts(folder, kind).step()
                : 0;
    }

    private static Checkpoint.Facts facts(Path folder, String kind) throws IOException {
        return Checkpoint.load(folder.resolve(kind + ".ckpt")).facts();
    }

    private static String kind(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }
}
