package io.strait.engine.probe;

import io.strait.engine.EngineChoice;
import java.util.List;

/**
 * Whether a choice can be used here.
 *
 * @param choice the choice
 * @param available whether nothing is missing
 * @param missing shared libraries that were not found, by file name
 * @param detail one sentence for people
 */
public record ChoiceReport(EngineChoice choice, boolean available, List<String> missing, String detail) {
    /** Copies. */
    public ChoiceReport {
        missing = List.copyOf(missing);
    }
}
