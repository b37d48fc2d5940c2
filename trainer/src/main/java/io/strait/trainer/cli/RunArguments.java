package io.strait.trainer.cli;

import io.strait.model.preset.Preset;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.training.RunOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Option;

/** Options every training command has. */
final class RunArguments {
    @Option(names = "--data", required = true, description = "folder of class folders of images")
    Path data = Path.of("");

    @Option(names = "--out", required = true, description = "folder for checkpoints, metrics and sheets")
    Path out = Path.of("");

    @Option(
            names = "--preset",
            defaultValue = "demo",
            description = "tiny, demo or paper, or a variant that presets lists, such as demo-c")
    String preset = "demo";

    @Option(names = "--seed", defaultValue = "1")
    long seed;

    @Option(names = "--resume", description = "go on from the checkpoint in --out")
    boolean resume;

    @Option(names = "--minutes", description = "as many steps as fit into this time, instead of --steps")
    double minutes;

    @Option(names = "--stop-after", description = "end after this step, to go on with --resume")
    long stopAfter = Long.MAX_VALUE;

    @Option(names = "--checkpoint-minutes", defaultValue = "4")
    double checkpointMinutes;

    @Option(names = "--threads", defaultValue = "2")
    int threads;

    @Option(names = "--float32", description = "compute in float32 rather than bfloat16")
    boolean float32;

    Preset preset() {
        return Preset.named(preset);
    }

    RunOptions options(long steps, int batch, double rate) {
        Duration budget = Duration.ofSeconds(Math.round(minutes * 60));
        torch.set_num_threads(threads);
        Duration every = Duration.ofMillis(Math.round(checkpointMinutes * 60_000));
        return new RunOptions(out, steps, budget, stopAfter, batch, rate, seed, resume, every, !float32);
    }

    PackedImages images() throws IOException {
        PackedImages images = PackedImages.open(
                ImageFolder.scan(data), out.resolve("cache"), 2 * preset().pixels(), System.err::println);
        try {
            images.requireEnough(data);
        } catch (IOException e) {
            images.close();
            throw e;
        }
        return images;
    }
}
