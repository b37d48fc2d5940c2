package io.strait.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.trainer.evaluation.Evaluation;
import io.strait.trainer.evaluation.EvaluationOptions;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "evaluate",
        description = "measures trained networks on held-out images, and samples against real images",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "folder of class folders of images")
    private Path data = Path.of("");

    @Option(names = "--checkpoints", required = true, description = "folder with the checkpoints")
    private Path checkpoints = Path.of("");

    @Option(names = "--out", description = "folder for evaluation.json and contact sheets; default: --checkpoints")
    private @Nullable Path out;

    @Option(names = "--json", description = "print the figures as JSON")
    private boolean json;

    @Option(names = "--samples", defaultValue = "2000", description = "images to draw (${DEFAULT-VALUE})")
    private int samples;

    @Option(
            names = "--unguided-samples",
            description = "images to draw without guidance besides, 0 for none; default: as many as --samples")
    private @Nullable Integer unguided;

    @Option(names = "--held-out", description = "at most so many held-out images, spread evenly; default: all")
    private int heldOut = Integer.MAX_VALUE;

    @Option(names = "--defaults", description = "JSON file with decoding settings, or a bundle.json that has them")
    private @Nullable Path defaults;

    @Option(
            names = "--classifier-steps",
            defaultValue = "800",
            description = "steps to train the classifier for, once per data set (${DEFAULT-VALUE})")
    private int classifierSteps;

    @Option(
            names = "--bfloat16",
            description = "draw samples in bfloat16: three times as fast, and not quite what a bundle does")
    private boolean bfloat16;

    @Option(
            names = "--features",
            description =
                    "TorchScript network (B, 3, side, side) in [-1, 1] to features (B, D): Frechet distance, precision"
                            + " and recall in those too")
    private @Nullable Path features;

    @Option(names = "--features-side", description = "side of the pictures it is given; default: the preset's")
    private int featuresSide;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Override
    public Integer call() throws Exception {
        torch.set_num_threads(threads);
        ObjectMapper mapper = new ObjectMapper();
        Path folder = out == null ? checkpoints : out;
        EvaluationOptions options = new EvaluationOptions(
                data,
                checkpoints,
                samples,
                unguided == null ? samples : unguided,
                heldOut,
                classifierSteps,
                defaults,
                bfloat16,
                folder,
                features,
                featuresSide,
                Boolean.getBoolean("strait.terminal"));
        ObjectNode figures = Evaluation.run(options, System.err::println);
        Path target = folder.resolve("evaluation.json");
        Path part = folder.resolve("evaluation.json.part");
        mapper.writerWithDefaultPrettyPrinter().writeValue(part.toFile(), figures);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrintStream screen = System.out;
        if (json) {
            screen.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(figures));
        } else {
            lines(screen, "", figures);
        }
        screen.flush();
        return 0;
    }

    /** One line a figure, for people. */
    private static void lines(PrintStream screen, String prefix, ObjectNode node) {
        node.properties().forEach(field -> {
            String name = prefix + field.getKey();
            if (field.getValue() instanceof ObjectNode inner) {
                lines(screen, name + ".", inner);
            } else {
                screen.printf("%-42s %s%n", name, field.getValue().asText());
            }
        });
    }
}
