package io.strait.standalone.command;

import io.strait.standalone.capacity.PassTime;
import io.strait.standalone.capacity.Planner;
import io.strait.standalone.capacity.Pool;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says how many workers a load needs. */
@Command(
        name = "capacity",
        description = {
            "Simulates the three pools and says how many workers of each stage a load needs.",
            "Times of passes are those of worker_pass_seconds over worker_batch_jobs; see docs/scaling.md."
        },
        mixinStandardHelpOptions = true)
final class CapacityCommand implements Callable<Integer> {
    private static final double MEBI = 1 << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rate", required = true, paramLabel = "R", description = "Images a second.")
    private double rate;

    @Option(
            names = "--p95",
            required = true,
            paramLabel = "SECONDS",
            description = "Time to the image that 95 of 100 may take.")
    private double p95;

    @Option(
            names = "--large",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Share of images of the larger size, 0 to 1. Default: ${DEFAULT-VALUE}.")
    private double large;

    @Option(
            names = "--lanes",
            paramLabel = "N",
            defaultValue = "8",
            description = "Of each worker. Default: ${DEFAULT-VALUE}.")
    private int lanes;

    @Option(
            names = "--pass",
            paramLabel = "N",
            description = "Most jobs in a pass, as a worker's probe found it. Default: as many as lanes.")
    private @Nullable Integer together;

    @Option(
            names = "--top",
            paramLabel = "FIXED+EACH",
            defaultValue = "3+9",
            description =
                    "Milliseconds of a pass of the top: fixed, and for each job in it. Default: ${DEFAULT-VALUE}, two cores.")
    private String top = "";

    @Option(
            names = "--bottom",
            paramLabel = "FIXED+EACH",
            defaultValue = "8+45",
            description = "Default: ${DEFAULT-VALUE}.")
    private String bottom = "";

    @Option(
            names = "--upsampler",
            paramLabel = "FIXED+EACH",
            defaultValue = "10+130",
            description = "Of its two grids on average. Default: ${DEFAULT-VALUE}.")
    private String upsampler = "";

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "TOP,BOTTOM,UPSAMPLER",
            defaultValue = "18,6,10",
            description = "Default: ${DEFAULT-VALUE}.")
    private int[] steps = {18, 6, 10};

    @Option(
            names = "--hop",
            paramLabel = "MILLIS",
            defaultValue = "8",
            description = "From stage to stage. Default: ${DEFAULT-VALUE}.")
    private double hop;

    @Option(
            names = "--turn",
            paramLabel = "MILLIS",
            defaultValue = "15",
            description = "From a job's end until its lane has another. Default: ${DEFAULT-VALUE}.")
    private double turn;

    @Option(
            names = "--previews",
            paramLabel = "N",
            defaultValue = "8",
            description = "Of each image, for the traffic. Default: ${DEFAULT-VALUE}.")
    private int previews;

    @Option(
            names = "--preview-bytes",
            paramLabel = "N",
            defaultValue = "30000",
            description = "Of a preview. Default: ${DEFAULT-VALUE}.")
    private int previewBytes;

    @Override
    public Integer call() {
        check("--rate", rate, 0.001, 1e6);
        check("--p95", p95, 0.001, 86_400);
        check("--large", large, 0, 1);
        check("--lanes", lanes, 1, 64);
        check("--pass", together(), 1, lanes);
        check("--steps", steps.length, 3, 3);
        Planner.Plan plan = Planner.plan(pools(), rate, 1_000 * p95);
        print(Objects.requireNonNull(spec).commandLine().getOut(), plan);
        return plan.reached() ? 0 : 1;
    }

    private List<Pool> pools() {
        Pool first = new Pool("top", 1, steps[0], 1, pass("--top", top), lanes, together(), hop, turn);
        Pool second = new Pool("bottom", 1, steps[1], 1, pass("--bottom", bottom), lanes, together(), hop, turn);
        Pool third =
                new Pool("upsampler", 1, steps[2], large, pass("--upsampler", upsampler), lanes, together(), hop, turn);
        return large > 0 ? List.of(first, second, third) : List.of(first, second);
    }

    private int together() {
        return together == null ? lanes : together;
    }

    private PassTime pass(String option, String text) {
        try {
            return PassTime.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), option + ": " + e.getMessage());
        }
    }

    private void check(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    option + ": expected " + least + " to " + most + ", got " + value);
        }
    }

    private void print(PrintWriter out, Planner.Plan plan) {
        out.printf(
                Locale.ROOT,
                "%-10s %8s %8s %10s %6s %10s%n",
                "stage",
                "workers",
                "lanes",
                "in a pass",
                "busy",
                "wait, ms");
        for (Planner.PoolPlan load : plan.loads()) {
            out.printf(
                    Locale.ROOT,
                    "%-10s %8d %8d %10.1f %5.0f%% %10.0f%n",
                    load.name(),
                    load.workers(),
                    load.workers() * load.lanes(),
                    load.batch(),
                    100 * load.busy(),
                    load.waitMillis());
        }
        out.printf(Locale.ROOT, "image: %.2f s median, %.2f s p95%n", plan.p50() / 1_000, plan.p95() / 1_000);
        out.printf(
                Locale.ROOT,
                "previews: %.1f MiB/s into Kafka, and as much out of it to gateways and from them to clients%n",
                rate * previews * previewBytes / MEBI);
        if (!plan.reached()) {
            out.printf(
                    Locale.ROOT,
                    "not reached: a p95 of %.2f s is less than these passes take, however many workers there are%n",
                    p95);
        }
        out.flush();
    }
}
