package io.strait.trainer.cli;

import io.strait.trainer.data.PackedImages;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.TransformerTraining;
import java.util.concurrent.Callable;
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

    @Option(names = "--lr", defaultValue = "8e-4")
    private double rate;

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
            TransformerTraining.run(run.preset(), stage, run.options(steps, count, rate), images, System.out);
        }
        return 0;
    }
}
