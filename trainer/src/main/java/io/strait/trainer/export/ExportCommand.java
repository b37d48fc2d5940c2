package io.strait.trainer.export;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.bundle.GraphName;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.onnx.WeightPrecision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns the checkpoints of a training folder into a bundle. */
@Command(name = "export", mixinStandardHelpOptions = true, description = "writes a bundle from trained networks")
public final class ExportCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, description = "data set it was trained on, with its dataset.json")
    private Path data = Path.of("");

    @Option(names = "--checkpoints", required = true, description = "folder with the checkpoints of every network")
    private Path checkpoints = Path.of("");

    @Option(names = "--out", required = true, description = "folder of the bundle; an older bundle there is replaced")
    private Path out = Path.of("");

    @Option(names = "--name", defaultValue = "emoji-256", description = "name of the bundle (${DEFAULT-VALUE})")
    private String name = "emoji-256";

    @Option(names = "--licence", description = "licence of the images, if the data set has no dataset.json")
    private @Nullable String licence;

    @Option(names = "--defaults", description = "JSON file with decoding settings, as in the manifest's defaults")
    private @Nullable Path defaults;

    @Option(
            names = "--weights",
            defaultValue = "FLOAT16",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}): what weights are stored as")
    private WeightPrecision precision = WeightPrecision.FLOAT16;

    @Option(names = "--allow-untrained", description = "random weights for a stage that has no checkpoint yet")
    private boolean allowUntrained;

    @Option(
            names = "--check",
            description = "compare the graphs with the networks afterwards; exit code 1 if they differ")
    private boolean check;

    @Option(names = "--check-images", defaultValue = "3", description = "held-out images to check with")
    private int checkImages;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, OrtException {
        PrintWriter print = spec == null
                ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
                : spec.commandLine().getOut();
        DataSetFacts facts = DataSetFacts.read(data, licence);
        CheckpointFolder folder = new CheckpointFolder(checkpoints, allowUntrained);
        TrainedNetworks networks = folder.load();
        ObjectNode training = folder.training();
        training.put("weights", precision.name().toLowerCase(java.util.Locale.ROOT));
        training.set("data", facts.summary());
        DefaultSettings settings = DefaultSettings.of(networks.preset(), defaults);
        BundleExporter exporter = new BundleExporter(name, networks, precision, settings, facts.licences(), training);
        exporter.write(out);
        Map<GraphName, byte[]> graphs = BundleGraphs.in(out);
        graphs.forEach((graph, bytes) -> print.printf("%-24s %,12d bytes%n", graph.wireName(), bytes.length));
        print.printf(
                "%-24s %,12d bytes%n",
                out, graphs.values().stream().mapToLong(b -> b.length).sum());
        print.flush();
        return !check || check(exporter.networks(), graphs, print) ? 0 : 1;
    }

    private boolean check(TrainedNetworks networks, Map<GraphName, byte[]> graphs, PrintWriter print)
            throws IOException, OrtException {
        List<byte[]> images = new ArrayList<>();
        int side = networks.preset().pixels();
        try (PackedImages packed =
                PackedImages.open(ImageFolder.scan(data), checkpoints.resolve("cache"), 2 * side, print::println)) {
            int[] held = packed.part(true);
            for (int i = 0; i < Math.min(checkImages, held.length); i++) {
                images.add(halved(packed.rgb(held[i * held.length / checkImages]), side));
            }
        }
        List<ParityCheck.Finding> findings = new ParityCheck(networks, graphs).run(images);
        findings.forEach(print::println);
        print.flush();
        return findings.stream().allMatch(ParityCheck.Finding::passed);
    }

    /** Image (2 side, 2 side, 3) to (side, side, 3), mean of two by two pixels. */
    private static byte[] halved(byte[] rgb, int side) {
        byte[] out = new byte[3 * side * side];
        int row = 6 * side;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < 3; c++) {
                    int from = 2 * y * row + 6 * x + c;
                    int sum = (rgb[from] & 0xff)
                            + (rgb[from + 3] & 0xff)
                            + (rgb[from + row] & 0xff)
                            + (rgb[from + row + 3] & 0xff);
                    out[3 * (y * side + x) + c] = (byte) ((sum + 2) / 4);
                }
            }
        }
        return out;
    }
}
