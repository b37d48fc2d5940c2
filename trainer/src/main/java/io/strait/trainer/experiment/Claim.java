package io.strait.trainer.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * Something the paper found beyond the order of rows: one figure is below another.
 *
 * @param text the finding
 * @param lowRow label of the row of the lower figure
 * @param low where it lies in the row's results
 * @param highRow label of the row of the higher figure
 * @param high where it lies
 */
record Claim(String text, String lowRow, String low, String highRow, String high) {
    /** Whether it holds in the results of one seed, by row. */
    boolean holds(Map<String, JsonNode> results) {
        return figure(results, lowRow, low) < figure(results, highRow, high);
    }

    private static double figure(Map<String, JsonNode> results, String row, String pointer) {
        JsonNode of = results.get(row);
        JsonNode value = of == null ? null : of.at(pointer);
        return value != null && value.isNumber() ? value.doubleValue() : Double.NaN;
    }
}
