package io.strait.trainer.cli;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.training.TokenizerTraining;
import java.util.concurrent.Callable;
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

    @Override
    public Integer call() throws Exception {
        try (PackedImages images = run.images()) {
            TokenizerTraining.run(run.preset(), run.options(steps, batch, rate), images, System.out);
        }
        return 0;
    }
}
