package io.strait.trainer.cli;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.torch.ScriptNetwork;
import io.strait.trainer.training.AdversarialLoss;
import io.strait.trainer.training.FurtherLosses;
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

    @Option(
            names = "--adversarial",
            description = "weight of the loss against a discriminator (the paper: 0.1); without it there is none")
    private @Nullable Double adversarial;

    @Option(
            names = "--adversarial-from",
            defaultValue = "0.8",
            description =
                    "share of the training before it begins (${DEFAULT-VALUE}); from then on only the decoder learns")
    private double adversarialFrom;

    @Option(
            names = "--r1",
            defaultValue = "10",
            description = "weight of the discriminator's squared slope at pictures (${DEFAULT-VALUE})")
    private double penalty;

    @Override
    public Integer call() throws Exception {
        try (PackedImages images = run.images()) {
            FurtherLosses further = new FurtherLosses(
                    perceptual == null ? null : new PerceptualLoss(ScriptNetwork.load(perceptual), perceptualWeight),
                    adversarial == null ? null : new AdversarialLoss(adversarial, adversarialFrom, penalty));
            TokenizerTraining.run(run.preset(), run.options(steps, batch, rate), images, further, System.out);
        }
        return 0;
    }
}
