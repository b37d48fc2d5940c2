package io.strait.trainer.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.trainer.evaluation.Comparison;
import io.strait.trainer.evaluation.Drawing;
import io.strait.trainer.network.Stage;
import io.strait.trainer.training.Checkpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Measures trained arms, each way of drawing once: figures are kept beside the checkpoints, for other tables and runs. */
final class Measurements {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Trainings trainings;
    private final Comparison comparison;
    private final Scale scale;

    Measurements(Trainings trainings, Comparison comparison, Scale scale) {
        this.trainings = trainings;
        this.comparison = comparison;
        this.scale = scale;
    }

    /** A figure that is made once. */
    @FunctionalInterface
    private interface Measurement {
        ObjectNode run() throws IOException;
    }

    /** The tokenizer of an arm on held-out images, and in its last training batches. */
    ObjectNode tokenizer(Arm arm, long seed) throws IOException {
        trainings.tokenizer(arm, seed);
        Path folder = trainings.folder(arm, seed);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.set(
                "reconstruction",
                once(
                        folder,
                        "reconstruction",
                        state(folder, List.of()),
                        () -> comparison.reconstruction(folder, folder)));
        out.set("batch", batches(folder));
        return out;
    }

    /** Samples of an arm, and what training it took. */
    ObjectNode samples(Arm arm, Drawing drawing, long seed) throws IOException {
        trainings.all(arm, seed);
        Path folder = trainings.folder(arm, seed);
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.set("cost", trainings.cost(arm, seed));
        String how = drawing.settings().toJson() + " " + drawing.topOnly() + " " + scale.samples();
        String name = "samples-" + UUID.nameUUIDFromBytes(how.getBytes(StandardCharsets.UTF_8));
        out.set(
                "samples",
                once(
                        folder,
                        name,
                        state(folder, trainings.stages(arm)),
                        () -> comparison.samples(folder, drawing, scale.samples(), folder.resolve(name + ".png"))));
        return out;
    }

    /** What a figure depends on besides its name: the tokenizer and the steps of everything. */
    private static String state(Path folder, List<Stage> stages) throws IOException {
        StringBuilder out = new StringBuilder();
        Checkpoint.Facts tokenizer =
                Checkpoint.load(folder.resolve("tokenizer.ckpt")).facts();
        out.append("tokenizer ").append(tokenizer.step());
        for (Stage stage : stages) {
            String kind = stage.name().toLowerCase(Locale.ROOT);
            Checkpoint.Facts facts =
                    Checkpoint.load(folder.resolve(kind + ".ckpt")).facts();
            out.append(", ").append(kind).append(' ').append(facts.step()).append(" on ");
            out.append(facts.tokenizer());
        }
        return out.toString();
    }

    private static ObjectNode once(Path folder, String name, String state, Measurement measurement) throws IOException {
        Path file = folder.resolve(name + ".json");
        if (Files.exists(file)) {
            ObjectNode old = (ObjectNode) JSON.readTree(file.toFile());
            if (old.path("of").asText().equals(state)) {
                return old;
            }
        }
        ObjectNode now = measurement.run();
        now.put("of", state);
        Path part = folder.resolve(name + ".json.part");
        JSON.writeValue(part.toFile(), now);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return now;
    }

    /** Perplexity of a batch, averaged over the last of the training as its metrics are. */
    private static ObjectNode batches(Path folder) throws IOException {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        Path csv = folder.resolve("tokenizer.csv");
        if (!Files.exists(csv)) {
            return out;
        }
        List<String> lines = Files.readAllLines(csv);
        List<String> names = List.of(lines.get(0).split(",", -1));
        String[] last = lines.get(lines.size() - 1).split(",", -1);
        for (String grid : List.of("top", "bottom")) {
            int at = names.indexOf("ppl_" + grid);
            double value = at < 0 || at >= last.length ? 0 : Double.parseDouble(last[at]);
            // a grid that does not exist counts as 0 in the metrics
            if (value > 0) {
                out.put(grid, value);
            }
        }
        return out;
    }
}
