package io.strait.trainer.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.trainer.data.ImageFolder;
import io.strait.trainer.data.PackedImages;
import io.strait.trainer.evaluation.Comparison;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes tables: trains what they need and is not there yet, measures it, writes {@code tables/table-NAME.json} and
 * {@code .md}. Interrupted, the same call goes on.
 *
 * @param data folder of class folders of images
 * @param out folder for everything: checkpoints by seed and arm, the classifier, the tables
 * @param scale sizes and lengths
 * @param seeds seeds of everything that is trained; what is drawn has the same seeds in all rows
 * @param page Markdown page whose marked places the tables are put into; null for none
 * @param terminal whether standard error is a terminal, for progress bars
 */
public record Experiments(
        Path data,
        Path out,
        Scale scale,
        List<Long> seeds,
        @Nullable Path page,
        boolean terminal) {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Experiments {
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds: expected at least one, got none");
        }
        if (scale.samples() < 4) {
            throw new IllegalArgumentException("samples: expected at least 4, got " + scale.samples());
        }
    }

    /**
     * Makes some tables.
     *
     * @param names which; all if empty
     * @param log progress for a person
     * @throws IOException if it was interrupted, or images or files are not as they should be
     */
    public void run(List<String> names, PrintStream log) throws IOException {
        List<Table> tables = (names.isEmpty() ? Tables.names() : names)
                .stream().map(Tables::named).toList();
        ResultPage results = page == null ? null : ResultPage.read(page);
        Files.createDirectories(out.resolve("tables"));
        try (PackedImages images =
                PackedImages.open(ImageFolder.scan(data), out.resolve("cache"), 2 * scale.pixels(), log::println)) {
            images.requireEnough(data);
            Comparison comparison = Comparison.of(
                    images, out.resolve("classifier.ckpt"), scale.classifierSteps(), terminal, log::println);
            JSON.writeValue(out.resolve("tables/real.json").toFile(), comparison.real());
            Trainings trainings = new Trainings(out, scale, images, log);
            Measurements measurements = new Measurements(trainings, comparison, scale);
            for (Table table : tables) {
                Finding finding = find(table, measurements, log);
                Path file = out.resolve("tables").resolve("table-" + table.name());
                JSON.writeValue(
                        file.resolveSibling(file.getFileName() + ".json").toFile(), finding.json());
                Files.writeString(file.resolveSibling(file.getFileName() + ".md"), finding.markdown());
                log.printf("table %s: %s%n%s%n", table.name(), table.title(), finding.markdown());
                if (results != null) {
                    results.put("table-" + table.name(), finding.markdown());
                }
            }
        }
    }

    private Finding find(Table table, Measurements measurements, PrintStream log) throws IOException {
        Finding finding = new Finding(table, scale);
        for (long seed : seeds) {
            for (Row row : table.rows()) {
                log.printf("table %s, seed %d: %s%n", table.name(), seed, row.label());
                ObjectNode figures = table.ofTokenizers()
                        ? measurements.tokenizer(row.arm(), seed)
                        : measurements.samples(row.arm(), row.drawing(), seed);
                finding.add(seed, row, figures);
            }
        }
        return finding;
    }
}
