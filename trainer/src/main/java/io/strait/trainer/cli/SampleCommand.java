package io.strait.trainer.cli;

import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import io.strait.trainer.training.Sampler;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sample",
        description = "draws samples of trained networks, to choose decoding settings by eye",
        mixinStandardHelpOptions = true)
final class SampleCommand implements Callable<Integer> {
    @Option(names = "--checkpoints", required = true, description = "folder with the checkpoints")
    private Path checkpoints = Path.of("");

    @Option(names = "--sheet", required = true, description = "PNG to write")
    private Path sheet = Path.of("");

    @Option(names = "--label", description = "a label, may be repeated; default: all")
    private List<String> labels = List.of();

    @Option(names = "--each", defaultValue = "4", description = "samples of each label (${DEFAULT-VALUE})")
    private int each;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(names = "--steps", defaultValue = "18")
    private int steps;

    @Option(names = "--guidance", defaultValue = "1.5")
    private double guidance;

    @Option(names = "--temperature", defaultValue = "0.9")
    private double temperature;

    @Option(names = "--gumbel", defaultValue = "3")
    private double gumbel;

    @Option(names = "--bottom", description = "draw with the bottom grid too")
    private boolean bottom;

    @Option(names = "--bottom-steps", defaultValue = "6")
    private int bottomSteps;

    @Option(names = "--bottom-guidance", defaultValue = "0")
    private double bottomGuidance;

    @Option(names = "--bottom-temperature", defaultValue = "0.6")
    private double bottomTemperature;

    @Option(names = "--bottom-gumbel", defaultValue = "0.5")
    private double bottomGumbel;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Override
    public Integer call() throws Exception {
        torch.set_num_threads(threads);
        MaskSchedule cosine = MaskSchedule.named("cosine");
        GridSettings top = new GridSettings(steps, guidance, temperature, gumbel, cosine);
        GridSettings detail =
                bottom ? new GridSettings(bottomSteps, bottomGuidance, bottomTemperature, bottomGumbel, cosine) : null;
        new Sampler(checkpoints).draw(labels, each, seed, top, detail, sheet);
        return 0;
    }
}
