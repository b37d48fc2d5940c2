package io.strait.trainer.cli;

import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "dataset",
        description = "packs images for training and says what there is",
        mixinStandardHelpOptions = true)
final class DatasetCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "folder of class folders of images")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, description = "training folder; the images are packed in its cache")
    private Path out = Path.of("");

    @Option(
            names = "--side",
            defaultValue = "512",
            description = "pixels per side; images of another size are cut square and scaled")
    private int side;

    @Override
    public Integer call() throws Exception {
        ImageFolder folder = ImageFolder.scan(data);
        Consumer<String> report = System.err::println;
        try (PackedImages images = PackedImages.open(folder, out.resolve("cache"), side, report)) {
            System.out.printf(
                    "%d of %d files, %d labels, %d held out%n",
                    images.count(),
                    folder.images().size(),
                    images.index().labels().size(),
                    images.part(true).length);
        }
        return 0;
    }
}
