package io.strait.trainer.evaluation;

import java.util.Locale;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how far each part of a long task is, with the time left: as a bar on a terminal, as some lines elsewhere. */
final class ProgressBars {
    private static final int UPDATE_MILLIS = 500;
    private static final int LINES = 10;

    private final boolean terminal;
    private final Consumer<String> report;

    /**
     * For one task.
     *
     * @param terminal whether standard error is one
     * @param report told the lines, if not
     */
    ProgressBars(boolean terminal, Consumer<String> report) {
        this.terminal = terminal;
        this.report = report;
    }

    /** A bar for a part of so many equal steps; the caller closes it. */
    Bar start(String part, long steps) {
        return new Bar(part, steps);
    }

    /** One bar. */
    final class Bar implements AutoCloseable {
        private final String part;
        private final long steps;
        private final @Nullable ProgressBar bar;
        private final long start = System.nanoTime();
        private long done;

        private Bar(String part, long steps) {
            this.part = part;
            this.steps = steps;
            this.bar = terminal
                    ? new ProgressBarBuilder()
                            .setTaskName(part)
                            .setInitialMax(steps)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(UPDATE_MILLIS)
                            .build()
                    : null;
        }

        void advance(int count) {
            long before = done;
            done += count;
            if (bar != null) {
                bar.stepTo(done);
            } else if (done * LINES / steps > before * LINES / steps) {
                double seconds = (System.nanoTime() - start) / 1e9;
                double left = seconds / done * (steps - done);
                report.accept(
                        String.format(Locale.ROOT, "%s %d/%d, %.0f s, %.0f s left", part, done, steps, seconds, left));
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
