package io.strait.bench.scale;

import io.strait.bench.command.ScratchFolder;
import io.strait.bench.command.Terminal;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./strait bench scale}. */
@Command(
        name = "scale",
        description = {
            "Images a second over 1, 2, 4 ... worker instances, with an engine that only waits a fixed time a pass.",
            "Real Kafka, gateway and lanes; no network. Says how far they scale, not how fast images are painted."
        },
        mixinStandardHelpOptions = true)
public final class ScaleCommand implements Callable<Integer> {
    private static final int GOAL_INSTANCES = 32;
    private static final double GOAL = 0.95;
    private static final double MODEL_WITHIN = 0.15;

    @Option(names = "--most", paramLabel = "N", description = "Instances at the end. Default: ${DEFAULT-VALUE}.")
    private int most = 64;

    @Option(names = "--lanes", paramLabel = "N", description = "Of each instance. Default: ${DEFAULT-VALUE}.")
    private int lanes = 8;

    @Option(names = "--pass", paramLabel = "MILLIS", description = "Of waiting. Default: ${DEFAULT-VALUE}.")
    private int passMillis = 400;

    @Option(names = "--steps", paramLabel = "N", description = "Passes of a job. Default: ${DEFAULT-VALUE}.")
    private int steps = 8;

    @Option(names = "--window", paramLabel = "SECONDS", description = "Counted at each. Default: ${DEFAULT-VALUE}.")
    private int windowSeconds = 15;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /** Exit status 0, or 1 if the goal or the model's is missed. */
    @Override
    public Integer call() throws IOException {
        Terminal terminal = new Terminal(spec);
        terminal.check("--most", most, 1, 64);
        terminal.check("--lanes", lanes, 1, 64);
        terminal.check("--pass", passMillis, 1, 60_000);
        terminal.check("--steps", steps, 1, 64);
        terminal.check("--window", windowSeconds, 1, 3_600);
        ScaleBench bench = new ScaleBench(
                new ScaleOptions(most, lanes, Duration.ofMillis(passMillis), steps, Duration.ofSeconds(windowSeconds)),
                terminal::progress);
        try (ScratchFolder scratch = ScratchFolder.create()) {
            List<ScalePoint> points = bench.run(scratch.path());
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("engine", "none: each pass waits " + passMillis + " ms, whatever the jobs in it");
            report.put("stepsOfAJob", steps);
            report.put("processors", Runtime.getRuntime().availableProcessors());
            report.put("points", points);
            List<String> missed = points.stream().flatMap(ScaleCommand::missed).toList();
            report.put("missed", missed);
            terminal.report(report);
            return missed.isEmpty() ? 0 : 1;
        }
    }

    private static Stream<String> missed(ScalePoint point) {
        if (point.instances() > GOAL_INSTANCES) {
            return Stream.empty();
        }
        double off = Math.abs(point.predictedImagesPerSecond() / point.imagesPerSecond() - 1);
        return Stream.of(
                        point.shareOfLinear() >= GOAL
                                ? ""
                                : point.instances() + " instances: expected at least " + GOAL + " of linear, got "
                                        + point.shareOfLinear(),
                        off <= MODEL_WITHIN
                                ? ""
                                : point.instances() + " instances: expected the model within " + MODEL_WITHIN + ", got "
                                        + off)
                .filter(text -> !text.isEmpty());
    }
}
