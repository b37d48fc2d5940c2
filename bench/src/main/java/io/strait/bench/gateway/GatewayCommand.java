package io.strait.bench.gateway;

import io.strait.bench.BenchMain;
import io.strait.bench.command.BundleOption;
import io.strait.bench.command.Terminal;
import io.strait.model.bundle.BundleManifest;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench gateway}. */
@Command(
        name = "gateway",
        description = {
            "Measures a gateway with a real broker and a worker that replays recorded events.",
            "Starts its own processes in a temporary folder and stops them. Takes a few minutes."
        },
        mixinStandardHelpOptions = true)
public final class GatewayCommand implements Callable<Integer> {
    /** Set in the process that makes the load. */
    private static final String LOAD = "strait.bench.load";

    @Mixin
    private BundleOption bundle = new BundleOption();

    @Option(
            names = "--only",
            paramLabel = "SCENARIO",
            split = ",",
            description = "Some of submissions, previews, streams, resume. Default: all.")
    private List<String> only = GatewayBench.SCENARIOS;

    @Option(names = "--streams", paramLabel = "N", description = "Connections held at once. Default: ${DEFAULT-VALUE}.")
    private int streams = 10_000;

    @Option(names = "--submissions", paramLabel = "N", description = "Jobs handed in. Default: ${DEFAULT-VALUE}.")
    private int submissions = 40_000;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long previews are sent. Default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(names = "--resumes", paramLabel = "N", description = "Jobs that are joined. Default: ${DEFAULT-VALUE}.")
    private int resumes = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if a goal was missed. */
    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--streams", streams, 1, 100_000);
        terminal.check("--submissions", submissions, 100, 1_000_000);
        terminal.check("--seconds", seconds, 1, 60);
        terminal.check("--resumes", resumes, 10, 200);
        for (String name : only) {
            if (!GatewayBench.SCENARIOS.contains(name)) {
                throw terminal.refusal("--only: expected some of " + GatewayBench.SCENARIOS + ", got " + name);
            }
        }
        if (System.getProperty(LOAD) == null) {
            return loadGenerator();
        }
        Path model = bundle.path().toAbsolutePath();
        BundleManifest manifest = BundleManifest.parse(Files.readAllBytes(model.resolve("bundle.json")));
        GatewayReport report = new GatewayBench(
                        new GatewayBench.Options(new LinkedHashSet<>(only), streams, submissions, seconds, resumes),
                        model,
                        manifest.name(),
                        terminal::progress)
                .run();
        terminal.report(report);
        return report.missed().isEmpty() ? 0 : 1;
    }

    /** Runs this command in a process with options of its own: the launcher's are for work of another kind. */
    private int loadGenerator() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Bench.LOAD_OPTIONS);
        command.add("-D" + LOAD + "=true");
        command.add("-Dstrait.home=" + StackConfig.home());
        command.add(BenchMain.class.getName());
        command.addAll(spec.root().commandLine().getParseResult().originalArgs());
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
