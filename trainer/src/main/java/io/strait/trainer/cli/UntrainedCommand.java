package io.strait.trainer.cli;

import io.strait.model.preset.Preset;
import io.strait.trainer.export.BundleExporter;
import io.strait.trainer.export.FirstRun;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "untrained",
        description = {"writes a bundle of random weights, stored as float16: right shapes and speeds, no pictures"},
        mixinStandardHelpOptions = true)
final class UntrainedCommand implements Callable<Integer> {
    @Option(names = "--preset", required = true, description = "sizes")
    private String preset = "";

    @Option(names = "--labels", defaultValue = "1000", description = "number of classes (${DEFAULT-VALUE})")
    private int labels;

    @Option(names = "--out", required = true, description = "folder of the bundle; an older bundle there is replaced")
    private Path out = Path.of("");

    @Option(names = "--run", description = "run every graph once afterwards, one at a time")
    private boolean run;

    @Option(names = "--threads", defaultValue = "2", description = "of a pass (${DEFAULT-VALUE})")
    private int threads;

    @Override
    public Integer call() throws Exception {
        List<String> names =
                IntStream.range(0, labels).mapToObj(i -> "class-" + i).toList();
        BundleExporter exporter = BundleExporter.untrained(Preset.named(preset), names, 1);
        exporter.write(out);
        if (run) {
            new FirstRun(exporter.networks(), out, threads, System.out).run();
        }
        System.out.println(out + ": untrained " + preset + ", for measuring only");
        return 0;
    }
}
