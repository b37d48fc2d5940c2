package io.strait.worker;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A worker with a fake engine, as a process of its own, which one job ends without warning each time. */
final class CrashingWorker {
    /** Seed of that job. */
    static final long POISON = 666;

    static final int CRASHED = 86;

    private CrashingWorker() {}

    /**
     * Serves until the process ends.
     *
     * @param arguments name of the bundle; file that gets the number of jobs in each pass that crashes
     */
    public static void main(String[] arguments) {
        Passes passes = new Crashing(FakePasses.open(Fixtures.CODES), Path.of(arguments[1]));
        StageWorker worker = StageWorker.start(
                WorkerConfig.from(System.getenv()),
                new Fixtures.Program(Stage.TOP),
                Fixtures.manifest(arguments[0]),
                passes,
                new SimpleMeterRegistry(),
                () -> {});
        worker.ended().toCompletableFuture().join();
    }

    private record Crashing(Passes passes, Path log) implements Passes {
        @Override
        public List<Samples> step(TokenGrid grid, List<StageRun> runs) {
            if (runs.stream().anyMatch(run -> run.spec().getSeed() == POISON)) {
                write(runs.size() + System.lineSeparator());
                Runtime.getRuntime().halt(CRASHED);
            }
            return passes.step(grid, runs);
        }

        private void write(String line) {
            try {
                Files.writeString(log, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public byte[][] draw(List<Drawing> drawings) {
            return passes.draw(drawings);
        }

        @Override
        public String engine() {
            return passes.engine();
        }

        @Override
        public String cpu() {
            return passes.cpu();
        }
    }
}
