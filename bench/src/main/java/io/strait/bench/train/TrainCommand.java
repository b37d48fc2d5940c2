package io.strait.bench.train;

import io.strait.bench.command.Machine;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.RunOptions;
import io.strait.trainer.training.TokenizerTraining;
import io.strait.trainer.training.TrainingRate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench train}. */
@Command(
        name = "train",
        description = {
            "Trains every network of a preset for some steps, in bfloat16 and in float32 side by side.",
            "Images are drawn, nothing is kept. Takes a few minutes."
        },
        mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
    private static final int TOKENIZER_BATCH = 12;
    private static final Map<Stage, Integer> BATCHES = Map.of(Stage.TOP, 16, Stage.BOTTOM, 6, Stage.UPSAMPLER, 6);
    private static final long PLANNED = 100_000;

    @Option(names = "--preset", defaultValue = "demo", description = "Sizes. Default: ${DEFAULT-VALUE}.")
    private String preset = "demo";

    @Option(names = "--steps", paramLabel = "N", description = "Steps measured of each. Default: ${DEFAULT-VALUE}.")
    private int steps = 20;

    @Option(names = "--warm-up", paramLabel = "N", description = "Steps before that. Default: ${DEFAULT-VALUE}.")
    private int warmUp = 5;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one for each processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--steps", steps, 1, 1_000_000);
        terminal.check("--warm-up", warmUp, 1, 1_000_000);
        terminal.check("--threads", threads, 1, 1_024);
        TrainingRate.useThreads(threads);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            terminal.report(measure(Preset.named(preset), scratch.path()));
        }
        return 0;
    }

    private TrainReport measure(Preset sizes, Path scratch) throws IOException {
        Path data = DrawnImages.write(scratch.resolve("images"), 2 * sizes.pixels());
        List<TrainingRate> rates = new ArrayList<>();
        Map<String, Double> share = new LinkedHashMap<>();
        Map<String, Double> gain = new LinkedHashMap<>();
        Map<String, Double> limits = new LinkedHashMap<>();
        limits.put("bfloat16", rounded(TrainingRate.matrixProduct(true)));
        limits.put("float32", rounded(TrainingRate.matrixProduct(false)));
        try (PackedImages images =
                PackedImages.open(ImageFolder.scan(data), scratch.resolve("cache"), 2 * sizes.pixels(), line -> {})) {
            compare(sizes, null, options(scratch, TOKENIZER_BATCH, true), images, rates);
            TokenizerTraining.run(sizes, untrained(scratch), images, silent());
            for (Stage stage : Stage.of(sizes)) {
                compare(sizes, stage, options(scratch, BATCHES.getOrDefault(stage, 6), true), images, rates);
            }
        }
        for (int i = 0; i < rates.size(); i += 2) {
            TrainingRate narrow = rates.get(i);
            TrainingRate wide = rates.get(i + 1);
            share.put(narrow.network(), rounded(narrow.gflops() / limits.getOrDefault("bfloat16", Double.NaN)));
            gain.put(narrow.network(), rounded(narrow.samplesPerSecond() / wide.samplesPerSecond()));
        }
        return new TrainReport(
                sizes.name(), TrainingRate.device(), threads, limits, rates, share, gain, Machine.peakResidentBytes());
    }

    /** In bfloat16, then in float32. */
    private void compare(
            Preset sizes, @Nullable Stage stage, RunOptions options, PackedImages images, List<TrainingRate> rates)
            throws IOException {
        for (boolean narrow : new boolean[] {true, false}) {
            new Terminal(spec)
                    .progress((stage == null ? "tokenizer" : stage.name().toLowerCase(Locale.ROOT)) + " in "
                            + (narrow ? "bfloat16" : "float32"));
            RunOptions own = options(options.out(), options.batch(), narrow);
            rates.add(TrainingRate.measure(sizes, stage, own, images, warmUp, steps));
        }
    }

    private static RunOptions options(Path out, int batch, boolean bfloat16) {
        return new RunOptions(
                out, PLANNED, Duration.ZERO, PLANNED, batch, 1e-4, 1, false, Duration.ofDays(1), bfloat16);
    }

    /** One step: transformers need some tokenizer's tokens, whichever. */
    private static RunOptions untrained(Path out) {
        return new RunOptions(out, 1, Duration.ZERO, 1, TOKENIZER_BATCH, 1e-4, 1, false, Duration.ofDays(1), true);
    }

    private static PrintStream silent() {
        return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
