package io.strait.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.strait.model.bundle.BundleManifest;
import io.strait.schemas.artifact.ArtifactLocation;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import io.strait.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a worker, wired together, and the order in which they start and stop. */
final class WorkerThreads implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerThreads.class);
    private static final int CANCELLED_REMEMBERED = 100_000;
    private static final int DONE_REMEMBERED = 10_000;
    /** Previews that may wait for each lane: about half a second's worth. */
    private static final int PREVIEWS_PER_LANE = 4;

    private final WorkerConfig config;
    private final StageProgram program;
    private final BundleManifest manifest;
    private final Passes passes;
    private final StageName stage;
    private final String name;
    private final WorkerMetrics metrics;
    private final Health health = new Health();
    private final RecentJobs done = new RecentJobs(DONE_REMEMBERED);
    private final InstantSource clock = InstantSource.system();
    private final Ledger ledger;
    private final ArtifactStore artifacts;
    private final Controls controls;
    private final Gate gate;
    private final PicturePath pictures;
    private final ExecutorService writer;
    private final Finisher finisher;
    private final Batcher batcher;
    private final Lanes lanes;
    private final Topics topics;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread starter;
    private volatile boolean closing;

    WorkerThreads(
            WorkerConfig config, StageProgram program, BundleManifest manifest, Passes passes, MeterRegistry registry) {
        this.config = config;
        this.program = program;
        this.manifest = manifest;
        this.passes = passes;
        this.stage = StageName.valueOf(program.stage().name());
        this.name = "strait-" + program.stage().wireName();
        this.topics = new Topics(manifest.name());
        this.metrics = new WorkerMetrics(registry, program.stage());
        // First: it may refuse its settings, and nothing else is open yet.
        this.artifacts = open(config.artifacts());
        Codecs codecs = Codecs.create();
        RecentJobs cancelled = new RecentJobs(CANCELLED_REMEMBERED);
        this.gate = new Gate(cancelled, done, clock);
        this.ledger = new Ledger(
                KafkaSettings.producer(config.kafka(), clientId("ledger"), config.sendBuffer()), codecs, clock);
        this.controls = new Controls(
                name + "-controls",
                KafkaSettings.tail(config.kafka(), clientId("controls")),
                Topics.CONTROLS,
                codecs.controls(),
                cancelled,
                health);
        this.pictures = new PicturePath(
                name + "-pictures",
                new Previews(passes, stage, ledger, metrics)::publish,
                this::broken,
                PREVIEWS_PER_LANE
                        * (config.holding().lanes() + config.holding().bulk().lanes()));
        this.writer = Executors.newSingleThreadExecutor(task -> new Thread(task, name + "-writer"));
        Writes writes = new Writes(writer, health);
        this.finisher =
                new Finisher(new Finisher.Parts(passes, manifest, stage, ledger, artifacts, topics, done), writes);
        this.batcher = new Batcher(
                name + "-passes", passes, new Rounds(), RightOfWay.OF_THIS_PROCESS, config.holding(), metrics);
        Intake intake = new Intake(
                codecs,
                new Admission(program, manifest),
                gate,
                finisher,
                new DeadLetters(ledger, writes, topics, stage, config.workerId()),
                new Deliveries(config.holding().deliveryLimit()),
                metrics,
                this::join);
        this.lanes = new Lanes(name, config, topics, stage, intake, health, metrics);
        metrics.lanes(lanes);
        metrics.worker(passes, this::ready);
        this.starter = new Thread(this::awaitReady, name + "-starter");
    }

    private static ArtifactStore open(ArtifactLocation location) {
        try {
            return location.open();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingsException(
                    String.valueOf(e.getMessage()).lines().toList());
        }
    }

    private String clientId(String part) {
        return config.workerId() + "-" + name + "-" + part;
    }

    private void join(StageRun run) {
        Started event =
                new Started(stage, run.steps(), config.workerId(), manifest.hash(), passes.engine(), passes.cpu());
        // Not waited for: the end of the stage is, and this precedes it in the partition.
        CompletableFuture<Void> unused = ledger.event(run.id(), event).whenComplete((written, failure) -> {
            if (failure != null) {
                LOG.warn("job {}: its start was not written", run.id(), failure);
            }
        });
        batcher.join(run);
    }

    void start() {
        batcher.start();
        pictures.start();
        controls.start();
        starter.start();
    }

    private void awaitReady() {
        try (Admin admin = Admin.create(KafkaSettings.admin(config.kafka(), clientId("starter")))) {
            CompletableFuture.anyOf(controls.caughtUp(), ended).get();
            if (closing) {
                return;
            }
            List<String> written = new ArrayList<>(List.of(Topics.EVENTS, Topics.PREVIEWS));
            program.next(manifest.upsampledSize(), manifest).ifPresent(next -> {
                for (Priority priority : Priority.values()) {
                    written.add(topics.jobs(StageName.valueOf(next.name()), priority));
                }
            });
            ledger.prepare(written);
            lanes.start();
            for (Map.Entry<Priority, Integer> lanesOf : Lanes.counts(config).entrySet()) {
                String group = topics.group(stage, lanesOf.getKey());
                new Membership(admin, group, Lanes.clientIdPrefix(config, name), health).await(lanesOf.getValue());
            }
            if (!closing) {
                LOG.info(
                        "{} worker {} ready: {} lanes on {}, {} on {}, {}",
                        program.stage().wireName(),
                        config.workerId(),
                        config.holding().lanes(),
                        topics.jobs(stage),
                        config.holding().bulk().lanes(),
                        topics.jobs(stage, Priority.BULK),
                        passes.engine());
                started.complete(null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            LOG.error("{} worker {} cannot start", program.stage().wireName(), config.workerId(), e);
            started.completeExceptionally(e);
        }
    }

    CompletableFuture<Void> started() {
        return started;
    }

    CompletableFuture<Void> ended() {
        return ended;
    }

    boolean ready() {
        return started.isDone() && !started.isCompletedExceptionally() && !closing && !ended.isDone() && health.good();
    }

    /** A bug: nothing here can be trusted with a job any more. Consumers close without acknowledging, so others get the jobs. */
    private void broken(Throwable bug) {
        LOG.error("{} worker {} stops because of a bug", program.stage().wireName(), config.workerId(), bug);
        closing = true;
        lanes.end(Outcome.ABANDONED);
        health.close();
        ended.completeExceptionally(bug);
    }

    @Override
    public void close() {
        LOG.info("{} worker {} closing", program.stage().wireName(), config.workerId());
        closing = true;
        lanes.drain(config.holding().drain());
        health.close();
        lanes.close();
        batcher.close();
        pictures.close();
        controls.close();
        ended.complete(null);
        Joining.join(starter);
        writer.shutdown();
        ledger.close();
        artifacts.close();
    }

    /** What a round does with jobs. */
    private final class Rounds implements Batcher.Hooks {
        @Override
        public boolean goOn(StageRun run) {
            if (!run.hold().open()) {
                return false;
            }
            Optional<Outcome> unwanted = gate.unwanted(run.spec());
            unwanted.ifPresent(run.hold()::end);
            return unwanted.isEmpty();
        }

        @Override
        public void preview(StageRun run) {
            PicturePath.Preview preview = PicturePath.Preview.of(run);
            if (pictures.offer(preview)) {
                run.lastPreview(preview.written());
            } else {
                metrics.previewSkipped();
            }
        }

        @Override
        public void finished(StageRun run) {
            run.next()
                    .ifPresentOrElse(
                            next -> finisher.handOver(run, next), () -> pictures.execute(() -> finisher.complete(run)));
        }

        @Override
        public void broken(Throwable bug) {
            WorkerThreads.this.broken(bug);
        }
    }
}
