package io.strait.trainer.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One figure over the steps of a training, as an SVG drawing. */
final class Chart {
    private static final int WIDTH = 340;
    private static final int HEIGHT = 180;
    private static final int LEFT = 56;
    private static final int TOP = 24;
    private static final int BELOW = 22;
    private static final int MOST_POINTS = 400;

    private final String name;
    private final double[] steps;
    private final double[] values;

    Chart(String name, double[] steps, double[] values) {
        this.name = name;
        this.steps = steps.clone();
        this.values = values.clone();
    }

    /** A chart for each column of a metrics file, its steps and seconds apart. */
    static List<Chart> of(Path csv) throws IOException {
        List<String[]> rows = Files.readAllLines(csv).stream()
                .map(line -> line.split(",", -1))
                .toList();
        String[] header = rows.get(0);
        // a row that was cut off when the process ended has fewer columns
        List<String[]> whole =
                rows.stream().skip(1).filter(row -> row.length == header.length).toList();
        List<Chart> out = new ArrayList<>();
        for (int column = 2; column < header.length; column++) {
            int at = column;
            out.add(new Chart(header[at], column(whole, 0), column(whole, at)));
        }
        return out;
    }

    private static double[] column(List<String[]> rows, int column) {
        return rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray();
    }

    String svg() {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            least = Double.isFinite(value) ? Math.min(least, value) : least;
            most = Double.isFinite(value) ? Math.max(most, value) : most;
        }
        double last = steps.length == 0 ? 1 : steps[steps.length - 1];
        double range = most > least ? most - least : 1;
        StringBuilder points = new StringBuilder();
        int stride = 1 + values.length / MOST_POINTS;
        for (int i = 0; i < values.length; i += stride) {
            if (Double.isFinite(values[i])) {
                double x = LEFT + (WIDTH - LEFT - 8) * steps[i] / last;
                double y = TOP + (HEIGHT - TOP - BELOW) * (1 - (values[i] - least) / range);
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            }
        }
        boolean any = !points.isEmpty();
        return "<svg width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" role=\"img\" font-size=\"11\">"
                + text(WIDTH / 2, 14, "middle", name)
                + text(LEFT - 6, TOP + 8, "end", any ? number(most) : "")
                + text(LEFT - 6, HEIGHT - BELOW, "end", any ? number(least) : "")
                + text(WIDTH - 8, HEIGHT - 6, "end", "step " + number(last))
                + "<polyline fill=\"none\" stroke=\"#0b6bcb\" stroke-width=\"1.5\" points=\"" + points + "\"/></svg>";
    }

    private static String text(int x, int y, String anchor, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + HtmlReport.escaped(text)
                + "</text>";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4g", value);
    }
}
