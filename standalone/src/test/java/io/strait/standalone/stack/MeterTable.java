package io.strait.standalone.stack;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table of meters in docs/operations.md, and that of a registry's meters. */
final class MeterTable {
    private static final Map<Meter.Type, String> SUFFIXES =
            Map.of(Meter.Type.COUNTER, "_total", Meter.Type.TIMER, "_seconds");

    private MeterTable() {}

    /**
     * A meter of ours.
     *
     * @param prometheus name as Prometheus knows it
     * @param tags keys between commas, in order of the alphabet
     */
    record Row(String name, String prometheus, String type, String tags, String description) {
        @Override
        public String toString() {
            return "| `" + name + "` | `" + prometheus + "` | " + type + " | " + tags + " | " + description + " |";
        }
    }

    /** Rows of the document that begin with a worker's or gateway's meter. */
    static List<Row> read(Path document) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("| `worker.") || line.startsWith("| `gateway.")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                rows.add(new Row(
                        cells.get(1).replace("`", ""),
                        cells.get(2).replace("`", ""),
                        cells.get(3),
                        cells.get(4),
                        cells.get(5)));
            }
        }
        return rows;
    }

    /** What the registry has, by name; meters of one name are one row. */
    static List<Row> of(MeterRegistry registry) {
        Map<String, Row> rows = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            if (id.getName().startsWith("worker.") || id.getName().startsWith("gateway.")) {
                rows.put(id.getName(), row(id));
            }
        }
        return List.copyOf(rows.values());
    }

    private static Row row(Meter.Id id) {
        String tags = id.getTags().stream().map(Tag::getKey).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(", "));
        String unit = id.getBaseUnit() == null || id.getType() == Meter.Type.TIMER ? "" : "_" + id.getBaseUnit();
        String name = id.getName().replace('.', '_') + unit + SUFFIXES.getOrDefault(id.getType(), "");
        String type = id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new Row(id.getName(), name, type, tags, Objects.toString(id.getDescription(), ""));
    }
}
