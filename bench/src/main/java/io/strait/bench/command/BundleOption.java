package io.strait.bench.command;

import io.strait.standalone.stack.StackConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the trained model. */
public final class BundleOption {
    @Option(names = "--bundle", paramLabel = "DIR", description = "The trained model. Default: bundles/emoji-256.")
    private @Nullable Path bundle;

    /** Folder of the bundle that was asked for, or of the one that ships with the project. */
    public Path path() {
        return bundle == null ? StackConfig.home().resolve("bundles").resolve("emoji-256") : bundle;
    }
}
