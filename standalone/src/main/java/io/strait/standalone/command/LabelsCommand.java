package io.strait.standalone.command;

import io.strait.model.bundle.BundleManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the classes of a bundle, one a line. */
@Command(name = "labels", description = "Lists the classes there are images of.", mixinStandardHelpOptions = true)
final class LabelsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--bundle", paramLabel = "DIR", description = "The trained model. Default: bundles/emoji-256.")
    private @Nullable Path bundle;

    @Option(names = "--server", paramLabel = "URL", description = "Ask a running gateway instead.")
    private @Nullable URI server;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        labels().forEach(out::println);
        out.flush();
        return 0;
    }

    private List<String> labels() throws IOException {
        if (server != null) {
            return Servers.client(server).labels();
        }
        Path manifest = Bundles.orDefault(bundle).resolve("bundle.json");
        if (!Files.isRegularFile(manifest)) {
            throw new CommandFailure("bundle: expected the file " + manifest + ", there is none");
        }
        return BundleManifest.parse(Files.readAllBytes(manifest)).labels();
    }
}
