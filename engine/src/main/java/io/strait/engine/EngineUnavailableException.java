package io.strait.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stack was asked for that this machine cannot run. */
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> missing;

    EngineUnavailableException(EngineChoice choice, List<String> missing, @Nullable Throwable cause) {
        super("engine " + choice.wireName() + ": missing " + String.join(", ", missing), cause);
        this.missing = List.copyOf(missing);
    }

    /** What is missing, libraries by file name. */
    public List<String> missing() {
        return missing;
    }
}
