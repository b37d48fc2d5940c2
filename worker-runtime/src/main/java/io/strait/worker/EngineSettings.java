package io.strait.worker;

import io.strait.engine.graph.GraphVariant;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a worker that has an engine of its own uses it.
 *
 * @param graphs how the bundle's graphs are run
 * @param probe whether to find out how many jobs to hold at once and in a pass, because nobody said so
 * @param cache folder for what a probe found, if given
 */
public record EngineSettings(
        GraphVariant graphs, boolean probe, @Nullable Path cache) {
    /** The default graphs, and as many lanes as the worker's settings say. */
    static EngineSettings standard() {
        return new EngineSettings(GraphVariant.DEFAULT, false, null);
    }

    /**
     * Reads {@code STRAIT_GRAPHS} and {@code STRAIT_CACHE}; probes if neither {@code STRAIT_LANES} nor
     * {@code STRAIT_PASS} is set.
     *
     * @throws InvalidSettingsException naming what cannot be read
     */
    static EngineSettings from(Map<String, String> environment) {
        try {
            String cache = environment.get("STRAIT_CACHE");
            return new EngineSettings(
                    GraphVariant.parse(environment.getOrDefault("STRAIT_GRAPHS", GraphVariant.DEFAULT.wireName())),
                    !environment.containsKey("STRAIT_LANES") && !environment.containsKey("STRAIT_PASS"),
                    cache == null ? null : Path.of(cache));
        } catch (InvalidPathException e) {
            throw new InvalidSettingsException(List.of("STRAIT_CACHE: expected a folder, got " + e.getInput()));
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(List.of("STRAIT_GRAPHS: " + e.getMessage()));
        }
    }
}
