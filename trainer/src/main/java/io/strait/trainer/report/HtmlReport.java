package io.strait.trainer.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;

/**
 * Curves, held-out figures and contact sheets of a training folder on one page that needs nothing else: no script, no
 * other file, no network.
 */
public final class HtmlReport {
    /** Name of the page. */
    public static final String NAME = "report.html";

    private static final List<String> KINDS = List.of("tokenizer", "top", "bottom", "upsampler");
    private static final List<String> SHEETS = List.of("reconstructions", "upsampler", "samples", "samples-unguided");
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
            svg{background:#fafafa;border:1px solid #ddd;margin:0 .5rem .5rem 0}
            img{max-width:100%;border:1px solid #ddd}
            table{border-collapse:collapse}td{padding:.1rem .8rem .1rem 0;border-bottom:1px solid #eee}
            td+td{text-align:right;font-variant-numeric:tabular-nums}
            """;

    private final Path folder;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the page of a training folder into it.
     *
     * @return the file
     * @throws IOException if nothing was trained there, or the page cannot be written
     */
    public static Path write(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        Path part = folder.resolve(NAME + ".part");
        String page = new HtmlReport(folder).page();
        Files.writeString(part, page);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String page() throws IOException {
        String title = escaped("Training " + folder.toAbsolutePath().normalize().getFileName());
        page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(title)
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>")
                .append(title)
                .append("</h1>\n");
        int before = page.length();
        for (String kind : KINDS) {
            network(kind);
        }
        if (page.length() == before) {
            throw new IOException(folder + ": expected metrics of a training, such as tokenizer.csv, got none");
        }
        evaluation();
        return page.append("</body></html>\n").toString();
    }

    private void network(String kind) throws IOException {
        Path csv = folder.resolve(kind + ".csv");
        if (!Files.exists(csv)) {
            return;
        }
        page.append("<h2>").append(kind).append("</h2>\n");
        for (Chart chart : Chart.of(csv)) {
            page.append(chart.svg()).append('\n');
        }
        table(folder.resolve(kind + ".json"));
        picture(
                folder.resolve(kind + ".png"),
                kind.equals("tokenizer") ? "original, reconstruction, top only" : "samples");
    }

    private void evaluation() throws IOException {
        Path own = folder.resolve("evaluation");
        Path of = Files.exists(own.resolve("evaluation.json")) ? own : folder;
        if (!Files.exists(of.resolve("evaluation.json"))) {
            return;
        }
        page.append("<h2>evaluation</h2>\n");
        table(of.resolve("evaluation.json"));
        for (String sheet : SHEETS) {
            // in the training folder a sheet of a network's name has been shown with the network
            if (of.equals(own) || !KINDS.contains(sheet)) {
                picture(of.resolve(sheet + ".png"), sheet);
            }
        }
    }

    private void table(Path json) throws IOException {
        if (Files.exists(json)) {
            page.append("<table>\n");
            rows("", new ObjectMapper().readTree(json.toFile()));
            page.append("</table>\n");
        }
    }

    private void rows(String name, JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties()
                    .forEach(field ->
                            rows(name.isEmpty() ? field.getKey() : name + "." + field.getKey(), field.getValue()));
            return;
        }
        page.append("<tr><td>")
                .append(escaped(name))
                .append("</td><td>")
                .append(escaped(node.asText()))
                .append("</td></tr>\n");
    }

    private void picture(Path png, String caption) throws IOException {
        if (Files.exists(png)) {
            page.append("<figure><img alt=\"")
                    .append(caption)
                    .append("\" src=\"data:image/png;base64,")
                    .append(Base64.getEncoder().encodeToString(Files.readAllBytes(png)))
                    .append("\"><figcaption>")
                    .append(caption)
                    .append("</figcaption></figure>\n");
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
