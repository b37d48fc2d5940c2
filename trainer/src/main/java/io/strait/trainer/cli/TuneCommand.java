package io.strait.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.TokenGrid;
import io.strait.trainer.evaluation.EvaluationOptions;
import io.strait.trainer.evaluation.Tuning;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "tune",
        description = {
            "looks for the settings that decode a grid best, on validation images only",
            "Order, temperature, Gumbel weight, guidance and steps, one after the other. Takes some twenty evaluations."
        },
        mixinStandardHelpOptions = true)
final class TuneCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "folder of class folders of images")
    private Path data = Path.of("");

    @Option(names = "--checkpoints", required = true, description = "folder with the checkpoints")
    private Path checkpoints = Path.of("");

    @Option(names = "--grid", required = true, description = "top, bottom, upsampler-top or upsampler-bottom")
    private String grid = "";

    @Option(
            names = "--out",
            required = true,
            description =
                    "JSON file to write: the settings as defaults, for export and evaluate, and all that was tried")
    private Path out = Path.of("");

    @Option(names = "--defaults", description = "JSON file with settings to start from, or a bundle.json")
    private @Nullable Path defaults;

    @Option(names = "--samples", defaultValue = "240", description = "to draw for the top (${DEFAULT-VALUE})")
    private int samples;

    @Option(names = "--held-out", defaultValue = "24", description = "images for the others (${DEFAULT-VALUE})")
    private int heldOut;

    @Option(
            names = "--by",
            defaultValue = "frechetDistance",
            description = "figure to judge samples by, such as subjectAccuracy (${DEFAULT-VALUE})")
    private String figure = "";

    @Option(names = "--classifier-steps", defaultValue = "800", description = "as for evaluate (${DEFAULT-VALUE})")
    private int classifierSteps;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Override
    public Integer call() throws Exception {
        torch.set_num_threads(threads);
        ObjectMapper mapper = new ObjectMapper();
        EvaluationOptions options = new EvaluationOptions(
                data,
                checkpoints,
                samples,
                0,
                heldOut,
                classifierSteps,
                defaults,
                true,
                Objects.requireNonNull(out.toAbsolutePath().getParent()),
                null,
                0,
                Boolean.getBoolean("strait.terminal"));
        ObjectNode found = Tuning.run(options, named(grid), figure, System.out::println);
        mapper.writerWithDefaultPrettyPrinter().writeValue(out.toFile(), found);
        System.out.println(found.path("defaults").path(grid));
        return 0;
    }

    private static TokenGrid named(String name) {
        for (TokenGrid grid : TokenGrid.values()) {
            if (grid.wireName().equals(name)) {
                return grid;
            }
        }
        throw new IllegalArgumentException(
                "grid: expected top, bottom, upsampler-top or upsampler-bottom, got " + name);
    }
}
