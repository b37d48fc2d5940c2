package io.strait.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a trainee to its last step: checkpoints, metrics, resume, and a clean end at SIGTERM. */
final class TrainingLoop {
    private static final double SMOOTHING = 0.98;

    private final Trainee trainee;
    private final RunOptions options;
    private final PrintStream out;

    TrainingLoop(Trainee trainee, RunOptions options, PrintStream out) {
        this.trainee = trainee;
        this.options = options;
        this.out = out;
    }

    /** File the checkpoint is kept in. */
    static Path file(Path folder, String kind) {
        return folder.resolve(kind + ".ckpt");
    }

    /**
     * Trains until the last step, or until the process is asked to end.
     *
     * @return finished steps
     * @throws DivergedException if the loss is no longer a number; the last checkpoint stays
     */
    long run() throws IOException {
        Files.createDirectories(options.out());
        Room.check(options.out(), trainee.state());
        Path checkpoint = file(options.out(), trainee.kind());
        long step = 0;
        double before = 0;
        if (options.resume()) {
            Checkpoint from = Checkpoint.load(checkpoint);
            trainee.restore(from);
            step = from.facts().step();
            before = from.facts().seconds();
            out.printf("%s: resumed at step %d of %d%n", trainee.kind(), step, options.steps());
        }
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> endCleanly(stop, ended), "checkpoint-at-exit");
        Runtime.getRuntime().addShutdownHook(hook);
        LearningRate schedule = trainee.schedule(options.rate());
        try (RunLog log = new RunLog(options, trainee, out, options.resume())) {
            long start = System.nanoTime();
            long saved = start;
            double[] smooth = new double[0];
            long steps = options.steps();
            while (step < Math.min(steps, options.stopAfter()) && !stop.get()) {
                double[] figures = trainee.step(step, steps, schedule.at(step, steps));
                if (!Double.isFinite(figures[0])) {
                    throw new DivergedException(trainee.kind() + ": expected a finite loss at step " + step + ", got "
                            + figures[0] + "; the last checkpoint is " + checkpoint);
                }
                step++;
                smooth = smooth.length == 0 ? figures.clone() : smooth(smooth, figures);
                steps = steps(step, before + (System.nanoTime() - start) / 1e9);
                log.step(step, steps, smooth);
                if (System.nanoTime() - saved > options.checkpointEvery().toNanos()) {
                    save(log, checkpoint, step, before + (System.nanoTime() - start) / 1e9, false);
                    saved = System.nanoTime();
                }
            }
            save(log, checkpoint, step, before + (System.nanoTime() - start) / 1e9, step == steps);
        } finally {
            ended.countDown();
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
        return step;
    }

    /** Steps that fit into the budget at the rate so far. */
    private long steps(long step, double seconds) {
        double budget = options.budget().toSeconds();
        return budget == 0
                ? options.steps()
                : seconds >= budget ? step : Math.max(step + 1, Math.round(step * budget / seconds));
    }

    private void save(RunLog log, Path checkpoint, long step, double seconds, boolean thorough) throws IOException {
        new Checkpoint(trainee.facts(step, seconds, Map.of()), trainee.state()).save(checkpoint);
        Map<String, Double> metrics =
                new TreeMap<>(trainee.validate(options.out().resolve(trainee.kind() + ".png"), thorough));
        new Checkpoint(trainee.facts(step, seconds, metrics), trainee.state()).save(checkpoint);
        log.heldOut(step, metrics);
        out.printf("%s: step %d, %.1f min, held out %s%n", trainee.kind(), step, seconds / 60, metrics);
        out.flush();
        metrics.put("step", (double) step);
        metrics.put("seconds", seconds);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(options.out().resolve(trainee.kind() + ".json").toFile(), metrics);
    }

    private static double[] smooth(double[] old, double[] now) {
        double[] next = old.clone();
        for (int i = 0; i < next.length; i++) {
            next[i] = SMOOTHING * old[i] + (1 - SMOOTHING) * now[i];
        }
        return next;
    }

    private static void endCleanly(AtomicBoolean stop, CountDownLatch ended) {
        stop.set(true);
        try {
            if (!ended.await(120, TimeUnit.SECONDS)) {
                System.err.println("checkpoint: expected an end within 120 s, got none; the last one stays");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
