package io.strait.standalone.command;

import io.strait.standalone.client.Accepted;
import io.strait.standalone.client.GatewayClient;
import io.strait.standalone.client.GenerationRequest;
import io.strait.standalone.client.ServerEvent;
import io.strait.standalone.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One image from the command line, by a gateway of its own or by a running one. */
@Command(
        name = "generate",
        description =
                "Generates one image. Without --server it starts everything in this process, and ends it afterwards.",
        mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--label", required = true, description = "Class of the image; ./strait labels lists them.")
    private String label = "";

    @Option(names = "--seed", description = "Same label, seed and settings: same image. Default: chosen and printed.")
    private @Nullable Long seed;

    @Option(
            names = "--size",
            defaultValue = "256",
            description = "Side in pixels: 256 or 512. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(names = "--out", required = true, paramLabel = "FILE.png", description = "Where the image goes.")
    private @Nullable Path out;

    @Option(
            names = "--previews-dir",
            paramLabel = "DIR",
            description = "Keep the image so far after every step in there.")
    private @Nullable Path previewsDir;

    @Option(names = "--preview-every", paramLabel = "STEPS", description = "Steps between two previews.")
    private @Nullable Integer previewEvery;

    @Option(names = "--steps", paramLabel = "N", description = "Steps of the top grid.")
    private @Nullable Integer steps;

    @Option(names = "--bottom-steps", paramLabel = "N", description = "Steps of the bottom grid.")
    private @Nullable Integer bottomSteps;

    @Option(names = "--guidance", paramLabel = "W", description = "How strongly the class is insisted on.")
    private @Nullable Double guidance;

    @Option(names = "--temperature", paramLabel = "T", description = "Sampling temperature.")
    private @Nullable Double temperature;

    @Option(names = "--server", paramLabel = "URL", description = "A running gateway, as ./strait up prints it.")
    private @Nullable URI server;

    @Mixin
    private StackOptions stack = new StackOptions();

    @Override
    public Integer call() throws IOException {
        Path file = Objects.requireNonNull(out);
        checkFolder(file);
        if (previewsDir != null) {
            Files.createDirectories(previewsDir);
        }
        if (server != null) {
            if (stack.anySet()) {
                throw new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--server: expected no --bundle, --data, --engine or --threads with it, the server has its own");
            }
            generate(Servers.client(server), file);
            return 0;
        }
        try (ScratchFolder scratch = ScratchFolder.create();
                Stack running = Stack.start(stack.config(scratch.path()).withPort(0))) {
            generate(new GatewayClient(running.url()), file);
        }
        return 0;
    }

    private void generate(GatewayClient client, Path file) throws IOException {
        Accepted accepted = client.submit(request());
        ServerEvent last;
        try (GenerationProgress progress = new GenerationProgress(size, previewsDir)) {
            last = client.follow(accepted.id(), progress);
        }
        if (!last.name().equals("completed")) {
            String reason = last.data()
                    .path("reason")
                    .asText(last.data().path("message").asText(""));
            throw new CommandFailure(
                    "generation " + accepted.id() + ": " + last.name() + (reason.isEmpty() ? "" : ", " + reason));
        }
        WholeFile.write(file, client.image(accepted.id()));
        PrintWriter print = Objects.requireNonNull(spec).commandLine().getOut();
        print.println(file + " (" + label + ", seed " + accepted.seed() + ")");
        print.flush();
    }

    private GenerationRequest request() {
        Map<String, Integer> byGrid = new LinkedHashMap<>();
        if (steps != null) {
            byGrid.put("top", steps);
        }
        if (bottomSteps != null) {
            byGrid.put("bottom", bottomSteps);
        }
        // Whoever keeps the previews wants every step.
        Integer every = previewEvery != null || previewsDir == null ? previewEvery : Integer.valueOf(1);
        return new GenerationRequest(
                label,
                seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                size,
                byGrid,
                guidance == null ? OptionalDouble.empty() : OptionalDouble.of(guidance),
                temperature == null ? OptionalDouble.empty() : OptionalDouble.of(temperature),
                every == null ? OptionalInt.empty() : OptionalInt.of(every));
    }

    /** Before anything starts: seconds of work should not end with a folder that is not there. */
    private static void checkFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new CommandFailure("--out: expected a file in an existing folder, got " + file);
        }
    }
}
