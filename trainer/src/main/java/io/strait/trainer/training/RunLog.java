package io.strait.trainer.training;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;

/** Progress lines for people and a CSV for plots. */
final class RunLog implements AutoCloseable {
    private static final int EVERY = 50;

    private final RunOptions options;
    private final Trainee trainee;
    private final PrintStream out;
    private final PrintWriter csv;
    private final long start = System.nanoTime();
    private long first = -1;
    private long windowStart = start;
    private long windowStep;

    RunLog(RunOptions options, Trainee trainee, PrintStream out, boolean append) throws IOException {
        this.options = options;
        this.trainee = trainee;
        this.out = out;
        Path file = options.out().resolve(trainee.kind() + ".csv");
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

    void step(long step, long steps, double[] smooth) {
        if (first < 0) {
            first = step - 1;
            windowStep = first;
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
        csv.printf(Locale.ROOT, "%d,%.1f%s,%.2f,%d%n", step, (now - start) / 1e9, row, samples, rss);
        csv.flush();
        windowStart = now;
        windowStep = step;
    }

    @Override
    public void close() {
        csv.close();
    }
}
