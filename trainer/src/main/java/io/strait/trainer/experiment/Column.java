package io.strait.trainer.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * One column of a table.
 *
 * @param title heading
 * @param pointer where its figure lies in the results of a row and seed
 * @param decimals digits after the point
 */
record Column(String title, String pointer, int decimals) {
    /** For people; a dash if there is none. */
    String text(JsonNode results) {
        JsonNode value = results.at(pointer);
        return value.isNumber() ? String.format(Locale.ROOT, "%." + decimals + "f", value.doubleValue()) : "–";
    }
}
