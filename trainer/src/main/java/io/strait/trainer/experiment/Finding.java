package io.strait.trainer.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a table came out as: figures by seed and row, and whether the paper's order is in them. */
final class Finding {
    private final Table table;
    private final Scale scale;
    /** By seed, then by row. */
    private final Map<Long, Map<String, JsonNode>> results = new TreeMap<>();

    Finding(Table table, Scale scale) {
        this.table = table;
        this.scale = scale;
    }

    void add(long seed, Row row, JsonNode figures) {
        results.computeIfAbsent(seed, s -> new LinkedHashMap<>()).put(row.label(), figures);
    }

    /** Of the pairs of rows that the paper has figures of, how many come in its order. */
    private int inOrder(Map<String, JsonNode> ofSeed) {
        int count = 0;
        for (Row a : table.rows()) {
            for (Row b : table.rows()) {
                if (a.paper() < b.paper() && figure(ofSeed, a) < figure(ofSeed, b)) {
                    count++;
                }
            }
        }
        return count;
    }

    private int pairs() {
        int count = 0;
        for (Row a : table.rows()) {
            for (Row b : table.rows()) {
                count += a.paper() < b.paper() ? 1 : 0;
            }
        }
        return count;
    }

    private double figure(Map<String, JsonNode> ofSeed, Row row) {
        JsonNode figures = ofSeed.get(row.label());
        JsonNode value =
                figures == null ? null : figures.at(table.columns().get(0).pointer());
        return value != null && value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    private String seeds() {
        return results.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Everything, for programs. */
    ObjectNode json() {
        ObjectNode out = new ObjectMapper().createObjectNode();
        out.put("table", table.name()).put("title", table.title());
        out.set("scale", new ObjectMapper().valueToTree(scale));
        out.put("pairs", pairs());
        ArrayNode seeds = out.putArray("seeds");
        results.forEach((seed, ofSeed) -> {
            ObjectNode one = seeds.addObject().put("seed", seed).put("pairsInOrder", inOrder(ofSeed));
            ObjectNode claims = one.putObject("claims");
            table.claims().forEach(c -> claims.put(c.text(), c.holds(ofSeed)));
            ObjectNode rows = one.putObject("rows");
            ofSeed.forEach(rows::set);
        });
        return out;
    }

    /** The table for people: the seeds' figures side by side, and whether the paper's order was found. */
    String markdown() {
        StringBuilder out = new StringBuilder();
        boolean ordered = pairs() > 0;
        out.append("| |").append(ordered ? " the paper |" : "");
        table.columns().forEach(c -> out.append(' ').append(c.title()).append(" |"));
        out.append("\n|---|").append("---|".repeat(table.columns().size() + (ordered ? 1 : 0)));
        for (Row row : table.rows()) {
            out.append("\n| ").append(row.label()).append(" |");
            if (ordered) {
                out.append(' ')
                        .append(Double.isNaN(row.paper()) ? "–" : row.paper())
                        .append(" |");
            }
            for (Column column : table.columns()) {
                out.append(' ').append(cell(row, column)).append(" |");
            }
        }
        out.append("\n\nFigures of seeds ").append(seeds()).append(", one after the other; ");
        out.append(scale.tokenizerSteps()).append(" steps of the tokenizer");
        if (!table.ofTokenizers()) {
            out.append(", ").append(scale.transformerSteps()).append(" of each transformer, ");
            out.append(scale.samples()).append(" samples a row");
        }
        out.append(".\n");
        if (ordered) {
            out.append(order());
        }
        table.claims()
                .forEach(c -> out.append("- ")
                        .append(c.text())
                        .append(": ")
                        .append(holding(c))
                        .append(".\n"));
        return out.toString();
    }

    private String cell(Row row, Column column) {
        List<String> texts = results.values().stream()
                .map(ofSeed -> ofSeed.get(row.label()))
                .map(figures -> figures == null ? "–" : column.text(figures))
                .toList();
        return texts.stream().distinct().count() == 1 ? texts.get(0) : String.join(" / ", texts);
    }

    private String order() {
        List<Integer> counts = results.values().stream().map(this::inOrder).toList();
        boolean reproduced = counts.stream().allMatch(c -> c == pairs());
        String found = counts.stream().map(String::valueOf).collect(Collectors.joining(" and "));
        return "The paper's order of rows by " + table.columns().get(0).title() + ": " + found + " of " + pairs()
                + " pairs, **" + (reproduced ? "reproduced" : "not reproduced") + "**.\n";
    }

    private String holding(Claim claim) {
        List<Long> holds = results.entrySet().stream()
                .filter(e -> claim.holds(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return "seen in " + holds.size() + " of " + results.size() + " seeds";
    }
}
