package io.strait.bench.scale;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.bench.pipeline.BenchException;
import io.strait.bench.process.BrokerProcess;
import io.strait.bench.process.Child;
import io.strait.bench.process.GatewayProcess;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.topic.TopicCatalogue;
import io.strait.schemas.topic.Topics;
import io.strait.standalone.capacity.PassTime;
import io.strait.standalone.capacity.Planner;
import io.strait.standalone.capacity.Pool;
import io.strait.worker.Rehearsal;
import io.strait.worker.StageProgram;
import io.strait.worker.StageWorker;
import io.strait.worker.WorkerConfig;
import io.strait.worker.bottom.BottomWorker;
import io.strait.worker.top.TopWorker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Broker and gateway in processes of their own, a few workers of the top and more and more of the bottom in this one. The engine of all of
 * them only waits a fixed time for each pass; Kafka, gateway and lanes are those that ship. Jobs are of two stages, without previews.
 */
final class ScaleBench {
    private static final int EVENT_PARTITIONS = 8;
    private static final int JOB_PARTITIONS = 8;
    /** Never the narrow place: their passes take no time. */
    private static final int TOP_WORKERS = 2;

    private static final int TOP_LANES = 24;
    /** Workers that join at a time: on two processors the lanes of thirty-two kept the broker from answering anyone for five seconds. */
    private static final int JOINING = 8;

    /** Between stages, and for a lane to turn round; measured by bench pipeline and from the log. */
    private static final double HOP_MILLIS = 8;

    private static final double TURN_MILLIS = 15;

    private final ScaleOptions options;
    private final Consumer<String> progress;
    private final List<StageWorker> workers = new ArrayList<>();
    private final List<ProcessHandle> processes = new ArrayList<>(List.of(ProcessHandle.current()));

    ScaleBench(ScaleOptions options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    List<ScalePoint> run(Path folder) throws IOException {
        BundleManifest manifest = ScaleBundle.in(folder.resolve("bundle"), 1, options.steps());
        TopicCatalogue catalogue = new TopicCatalogue(new Topics(manifest.name()), EVENT_PARTITIONS, JOB_PARTITIONS, 1);
        try (Child kafka = BrokerProcess.start(folder.resolve("kafka"), catalogue);
                Child gateway = GatewayProcess.start(kafka.ready(), folder.resolve("bundle"), folder, Map.of())) {
            processes.addAll(List.of(kafka.handle(), gateway.handle()));
            try {
                return points(folder, kafka.ready(), manifest, URI.create("http://127.0.0.1:" + gateway.ready()));
            } finally {
                CompletableFuture.allOf(workers.stream()
                                .map(worker -> CompletableFuture.runAsync(worker::close))
                                .toArray(CompletableFuture<?>[]::new))
                        .join();
            }
        }
    }

    private List<ScalePoint> points(Path folder, String kafka, BundleManifest manifest, URI gateway) {
        Demand demand = new Demand(HttpClient.newHttpClient(), gateway);
        List<ScalePoint> points = new ArrayList<>();
        try (Completions completions = new Completions(kafka, EVENT_PARTITIONS, demand::completed)) {
            for (int i = 0; i < TOP_WORKERS; i++) {
                start(folder, kafka, manifest, TopWorker.program(), "top-" + i, TOP_LANES, Duration.ZERO);
            }
            int instances = 0;
            for (int wanted = 1; wanted <= options.most(); wanted *= 2) {
                for (; instances < wanted; instances++) {
                    start(
                            folder,
                            kafka,
                            manifest,
                            BottomWorker.program(),
                            "bottom-" + instances,
                            options.lanes(),
                            options.pass());
                    if (workers.size() % JOINING == 0) {
                        awaitStarted();
                    }
                }
                progress.accept(instances + " instances: waiting until all take jobs");
                awaitStarted();
                ScalePoint point = measure(instances, demand, completions, points);
                progress.accept(point.toString());
                points.add(point);
            }
        }
        return points;
    }

    private void awaitStarted() {
        workers.forEach(worker -> worker.started().toCompletableFuture().join());
    }

    private void start(
            Path folder,
            String kafka,
            BundleManifest manifest,
            StageProgram program,
            String id,
            int lanes,
            Duration pass) {
        WorkerConfig config = WorkerConfig.of(kafka, folder.resolve("bundle"), folder.resolve("artifacts"), id)
                .holding(own -> own.withLanes(lanes).withDrain(Duration.ZERO));
        workers.add(StageWorker.rehearse(config, program, manifest, Rehearsal.of(pass), new SimpleMeterRegistry()));
    }

    private ScalePoint measure(int instances, Demand demand, Completions completions, List<ScalePoint> before) {
        int lanes = instances * options.lanes();
        demand.keep(underWay(lanes));
        awaitMore(completions, underWay(lanes));
        progress.accept(instances + " instances: counting");
        double busy = processorSeconds();
        long begin = System.nanoTime();
        int from = completions.count();
        Duration jobs = options.pass().multipliedBy(3L * options.steps());
        CompletableFuture<Void> window = new CompletableFuture<>();
        window.completeOnTimeout(
                        null, Math.max(jobs.toMillis(), options.window().toMillis()), TimeUnit.MILLISECONDS)
                .join();
        double seconds = (System.nanoTime() - begin) / 1e9;
        List<Long> ends = completions.since(from);
        double rate = rate(ends, lanes);
        double first = before.isEmpty() ? rate : before.get(0).imagesPerSecond();
        return new ScalePoint(
                instances,
                lanes,
                ends.size(),
                rounded(rate),
                rounded(rate / options.ideal(instances)),
                rounded(rate / (first * instances)),
                rounded(predicted(instances)),
                rounded((processorSeconds() - busy) / seconds));
    }

    /**
     * Images a second, of whole waves: lanes that share passes end together, so a window of time holds a wave more or less by chance.
     *
     * @param ends epoch milliseconds, rising
     * @param lanes images of a wave
     */
    static double rate(List<Long> ends, int lanes) {
        int whole = Math.max(0, (ends.size() - 1) / lanes * lanes);
        if (whole == 0) {
            throw new BenchException("images: expected more than " + lanes + " within the window, got " + ends.size()
                    + "; give it more time with --window");
        }
        return whole * 1_000.0 / Math.max(1, ends.get(whole) - ends.get(0));
    }

    /**
     * Enough to wait for every lane that turns round. A lane takes from the partitions it was dealt only, and jobs fall into them at random: with
     * few jobs in all, some partition would have none.
     */
    private static int underWay(int lanes) {
        return 2 * lanes + 8 * JOB_PARTITIONS;
    }

    private double predicted(int instances) {
        PassTime pass = new PassTime(options.pass().toNanos() / 1e6, 0);
        Pool bottom = new Pool("bottom", instances, options.steps(), 1, pass, options.lanes(), HOP_MILLIS, TURN_MILLIS);
        int lanes = instances * options.lanes();
        return Planner.predict(List.of(bottom), 0, underWay(lanes), 40 * lanes).throughput();
    }

    private static void awaitMore(Completions completions, int more) {
        int until = completions.count() + more;
        while (completions.count() < until) {
            CompletableFuture<Void> pause = new CompletableFuture<>();
            pause.completeOnTimeout(null, 50, TimeUnit.MILLISECONDS).join();
        }
    }

    /** What the processes have used so far. */
    private double processorSeconds() {
        return processes.stream()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .mapToDouble(used -> used.toNanos() / 1e9)
                .sum();
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
