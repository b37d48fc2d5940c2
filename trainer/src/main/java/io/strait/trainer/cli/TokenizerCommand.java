package io.strait.trainer.cli;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.torch.ScriptNetwork;
import io.strait.trainer.training.PerceptualLoss;
import io.strait.trainer.training.TokenizerTraining;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "tokenizer", description = "trains the tokenizer", mixinStandardHelpOptions = true)
final class TokenizerCommand implements Callable<Integer> {
    @Mixin
    private final RunArguments run = new RunArguments();

    @Option(names = "--steps", defaultValue = "6000")
    private long steps;

    @Option(
            names = "--batch",
            defaultValue = "12",
            description = "half-size crops a step; a quarter as many whole images")
    private int batch;

    @Option(names = "--lr", defaultValue = "8e-4")
    private double rate;

    @Option(
            names = "--perceptual",
            description = "TorchScript network (B, 3, H, W) in [-1, 1] to features: perceptual loss")
    private @Nullable Path perceptual;

    @Option(names = "--perceptual-weight", defaultValue = "0.1")
    private double perceptualWeight;

    @Override
    public Integer call() throws Exception {
        try (PackedImages images = run.images()) {
            PerceptualLoss further =
                    perceptual == null ? null : new PerceptualLoss(ScriptNetwork.load(perceptual), perceptualWeight);
            TokenizerTraining.run(run.preset(), run.options(steps, batch, rate), images, further, System.out);
        }
        return 0;
    }
}
