package io.strait.standalone.command;

import io.strait.standalone.stack.StackConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the bundle is. */
final class Bundles {
    private Bundles() {}

    /** The bundle that was asked for, or the one that ships with the project. */
    static Path orDefault(@Nullable Path bundle) {
        return bundle != null ? bundle : StackConfig.home().resolve("bundles").resolve("emoji-256");
    }
}
