package io.strait.bench.gateway;

import com.sun.management.UnixOperatingSystemMXBean;
import io.strait.bench.command.Machine;
import io.strait.bench.command.ScratchFolder;
import io.strait.bench.gateway.GatewayReport.Host;
import io.strait.bench.pipeline.BenchException;
import io.strait.bench.process.BrokerProcess;
import io.strait.bench.process.GatewayProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Runs the scenarios, each with a broker and a gateway of its own. */
final class GatewayBench {
    /** Goals. */
    static final int LEAST_SUBMISSIONS = 3_000;

    static final double MOST_SUBMISSION_MILLIS = 50;
    static final int LEAST_PREVIEWS = 2_500;
    static final double MOST_BYTES_PER_STREAM = 20 * 1024;
    static final double MOST_RESUME_MILLIS = 100;
    static final double MOST_FINISHED_MILLIS = 20;

    /** Files that the broker, a log of many segments, and pipes take beside the sockets. */
    private static final int OTHER_FILES = 1_000;

    private static final int HTTP_CONNECTIONS = 64;
    private static final int WARM_UP_SUBMISSIONS = 30_000;
    private static final int PREVIEW_CONNECTIONS = 200;
    private static final int CAPACITY_STEPS = 5;
    private static final double CAPACITY_FACTOR = 1.3;
    private static final int BASELINE_RECORDS = 20_000;
    private static final int PREVIEWS_PER_STREAM = 3;
    private static final double RECORDING_SPEED = 4;

    /** Scenarios by name. */
    static final List<String> SCENARIOS = List.of("submissions", "previews", "streams", "resume");

    /**
     * What to run.
     *
     * @param streams connections held at once
     * @param submissions measured
     * @param seconds for which previews are sent at each rate
     * @param resumes jobs that are joined
     */
    record Options(Set<String> scenarios, int streams, int submissions, int seconds, int resumes) {}

    private final Options options;
    private final Path bundle;
    private final String bundleName;
    private final Consumer<String> progress;
    private final List<String> missed = new ArrayList<>();

    GatewayBench(Options options, Path bundle, String bundleName, Consumer<String> progress) {
        this.options = options;
        this.bundle = bundle;
        this.bundleName = bundleName;
        this.progress = progress;
    }

    GatewayReport run() throws IOException {
        double load = Machine.load();
        long files = files();
        if (options.scenarios().contains("streams") && files >= 0 && files < options.streams() + OTHER_FILES) {
            throw new BenchException("open files: expected a limit of at least " + (options.streams() + OTHER_FILES)
                    + " (ulimit -n), got " + files);
        }
        Map<String, Object> results = new LinkedHashMap<>();
        for (String name : SCENARIOS) {
            if (options.scenarios().contains(name)) {
                progress.accept("scenario " + name);
                try (ScratchFolder scratch = ScratchFolder.create();
                        Bench bench = new Bench(scratch.path(), bundle, bundleName, Map.of(), progress)) {
                    results.put(name, scenario(name, bench));
                } catch (BenchException e) {
                    // The others' results are worth having.
                    missed.add(name + ": could not be measured: " + e.getMessage());
                }
            }
        }
        return new GatewayReport(
                List.copyOf(missed),
                "replays recorded events; images are " + ReplayWorker.IMAGE_BYTES + " random bytes",
                "this process, on the same processors as broker and gateway, which are processes of their own",
                Bench.LOAD_OPTIONS,
                GatewayProcess.OPTIONS,
                BrokerProcess.OPTIONS,
                results,
                new Host(
                        Machine.cpuName(),
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name") + " " + System.getProperty("os.version"),
                        System.getProperty("java.vm.version"),
                        load,
                        files));
    }

    private Object scenario(String name, Bench bench) {
        return switch (name) {
            case "submissions" -> submissions(bench);
            case "previews" -> previews(bench);
            case "streams" -> streams(bench);
            default -> resume(bench);
        };
    }

    private Object submissions(Bench bench) {
        Submissions.Result result =
                new Submissions(bench, HTTP_CONNECTIONS).run(WARM_UP_SUBMISSIONS, options.submissions());
        goal("submissions a second", result.perSecond(), LEAST_SUBMISSIONS, true);
        goal("submissions: p99 ms", result.latency().p99Millis(), MOST_SUBMISSION_MILLIS, false);
        goal("submissions: answers 202", result.statuses().getOrDefault(202, 0), options.submissions(), true);
        return result;
    }

    private Object previews(Bench bench) {
        Previews previews = new Previews(bench, PREVIEW_CONNECTIONS);
        previews.warmUp(LEAST_PREVIEWS);
        Previews.Result result = previews.run(LEAST_PREVIEWS, LEAST_PREVIEWS * options.seconds());
        goal("previews: missing", result.missing(), 0, false);
        goal("previews: p99 ms", result.latency().p99Millis(), Previews.MOST_P99_MILLIS, false);
        List<Previews.Result> rates = new ArrayList<>();
        double sustained = result.keptUp() ? result.perSecond() : 0;
        int rate = LEAST_PREVIEWS;
        for (int step = 0; step < CAPACITY_STEPS && sustained > 0; step++) {
            rate = (int) (rate * CAPACITY_FACTOR);
            Previews.Result faster = previews.run(rate, rate * Math.min(5, options.seconds()));
            rates.add(faster);
            if (!faster.keptUp()) {
                break;
            }
            sustained = faster.perSecond();
        }
        bench.say("the same log read by a bare consumer, the same frames from a bare server");
        double kafka = Baselines.kafka(bench.bootstrap(), BASELINE_RECORDS);
        double bare = Baselines.socket(bench.loop(), PREVIEW_CONNECTIONS, BASELINE_RECORDS / PREVIEW_CONNECTIONS);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("atGoal", result);
        all.put("faster", rates);
        all.put("sustainedPerSecond", sustained);
        all.put("kafkaReadAgainPerSecond", kafka);
        all.put("bareSocketPerSecond", bare);
        all.put("ratioToKafka", rounded(sustained / kafka));
        all.put("ratioToBareSocket", rounded(sustained / bare));
        return all;
    }

    private Object streams(Bench bench) {
        HeldStreams.Result result = new HeldStreams(bench).run(options.streams(), LEAST_PREVIEWS, PREVIEWS_PER_STREAM);
        goal("streams: served", result.served(), options.streams(), true);
        goal(
                "streams: heap bytes of an idle one",
                (double) result.heapBytesPerIdleStream(),
                MOST_BYTES_PER_STREAM,
                false);
        goal(
                "streams: resident bytes of an idle one",
                (double) result.residentBytesPerIdleStream(),
                MOST_BYTES_PER_STREAM,
                false);
        return result;
    }

    private Object resume(Bench bench) {
        Resuming.Result result = new Resuming(bench, Recording.read(), RECORDING_SPEED)
                .run(PREVIEW_CONNECTIONS, LEAST_PREVIEWS, options.resumes());
        goal("resume of a running job: p99 ms", result.running().p99Millis(), MOST_RESUME_MILLIS, false);
        goal("resume of a finished job: p99 ms", result.finishedStream().p99Millis(), MOST_FINISHED_MILLIS, false);
        goal("status of a finished job: p99 ms", result.finishedStatus().p99Millis(), MOST_FINISHED_MILLIS, false);
        goal("resume: incomplete", result.incomplete(), 0, false);
        return result;
    }

    private void goal(String what, double got, double wanted, boolean least) {
        if (least ? got < wanted : got > wanted) {
            missed.add("%s: expected at %s %s, got %s".formatted(what, least ? "least" : "most", wanted, got));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    /** Files that this process may open, -1 where the system does not tell; the processes that it starts may open as many. */
    private static long files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : -1;
    }
}
