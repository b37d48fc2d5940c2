package io.strait.trainer.cli;

import io.strait.trainer.export.BundleRestore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        description = "makes checkpoints from a bundle, to train on, evaluate or sample from",
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    @Option(names = "--bundle", required = true, description = "folder of the bundle")
    private Path bundle = Path.of("");

    @Option(names = "--out", required = true, description = "training folder; checkpoints there are replaced")
    private Path out = Path.of("");

    @Override
    public Integer call() throws Exception {
        new BundleRestore(bundle).write(out);
        System.out.println(out + ": checkpoints of " + bundle);
        return 0;
    }
}
