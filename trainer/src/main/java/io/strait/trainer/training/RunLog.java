package io.strait.trainer.training;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Progress for people, as a bar on a terminal and as lines elsewhere; a CSV and TensorBoard event files for plots. */
final class RunLog implements AutoCloseable {
    private static final int EVERY = 50;
    private static final int BAR_MILLIS = 500;

    private final RunOptions options;
    private final Trainee trainee;
    private final PrintStream out;
    private final PrintWriter csv;
    private final EventFile events;
    private final @Nullable ProgressBar bar;
    private final long start = System.nanoTime();
    private long first = -1;
    private long windowStart = start;
    private long windowStep;

    RunLog(RunOptions options, Trainee trainee, PrintStream out, boolean append) throws IOException {
        this.options = options;
        this.trainee = trainee;
        this.out = out;
        Path file = options.out().resolve(trainee.kind() + ".csv");
        events = new EventFile(
                options.out().resolve("tensorboard").resolve(trainee.kind()), append, System.currentTimeMillis());
        bar = Boolean.getBoolean("strait.terminal") ? bar() : null;
        boolean header = !append || !Files.exists(file);
        csv = new PrintWriter(Files.newBufferedWriter(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING));
        if (header) {
            csv.println("step,seconds," + String.join(",", trainee.figures()) + ",samples_per_second,rss_mib");
        }
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(trainee.kind())
                .setInitialMax(options.steps())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(BAR_MILLIS)
                .build();
    }

    void step(long step, long steps, double[] smooth) throws IOException {
        if (first < 0) {
            first = step - 1;
            windowStep = first;
        }
        if (bar != null) {
            bar.maxHint(steps).stepTo(step);
        }
        if (step % EVERY != 0 && step - first != 5 && step != steps) {
            return;
        }
        long now = System.nanoTime();
        double rate = (step - windowStep) / Math.max(1e-9, (now - windowStart) / 1e9);
        double left = (steps - step) / rate / 60;
        long rss = Pointer.physicalBytes() >> 20;
        StringBuilder figures = new StringBuilder();
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < smooth.length; i++) {
            figures.append(
                    String.format(Locale.ROOT, " %s %.4f", trainee.figures().get(i), smooth[i]));
            row.append(String.format(Locale.ROOT, ",%.6g", smooth[i]));
        }
        double samples = rate * options.batch();
        if (bar != null) {
            bar.setExtraMessage(String.format(Locale.ROOT, "loss %.4f, %.1f images/s", smooth[0], samples));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%s %d/%d%s, %.2f steps/s, %.1f samples/s, %.1f min left, RSS %d MiB%n",
                    trainee.kind(),
                    step,
                    steps,
                    figures,
                    rate,
                    samples,
                    left,
                    rss);
        }
        csv.printf(Locale.ROOT, "%d,%.1f%s,%.2f,%d%n", step, (now - start) / 1e9, row, samples, rss);
        if (csv.checkError()) {
            throw new IOException(options.out().resolve(trainee.kind() + ".csv")
                    + ": expected to write metrics, got an error; is the" + " disk full?");
        }
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < smooth.length; i++) {
            values.put("train/" + trainee.figures().get(i), smooth[i]);
        }
        values.put("train/samples_per_second", samples);
        values.put("train/rss_mib", (double) rss);
        events.scalars(System.currentTimeMillis(), step, values);
        windowStart = now;
        windowStep = step;
    }

    /** Figures on held-out images. */
    void heldOut(long step, Map<String, Double> metrics) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.forEach((name, value) -> values.put("held_out/" + name, value));
        events.scalars(System.currentTimeMillis(), step, values);
    }

    @Override
    public void close() throws IOException {
        if (bar != null) {
            bar.close();
        }
        csv.close();
        events.close();
    }
}
