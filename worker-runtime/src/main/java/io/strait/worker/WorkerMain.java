package io.strait.worker;

import io.strait.model.bundle.InvalidBundleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a worker that is a process of its own. */
public final class WorkerMain {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);

    private WorkerMain() {}

    /**
     * Runs a worker until the process is told to end (SIGTERM drains it) or a bug stops it.
     *
     * @param environment settings, see {@link WorkerConfig#from}
     * @return exit code: 0 ended in order, 1 failed, 2 settings or bundle cannot be used
     */
    public static int run(StageProgram program, Map<String, String> environment) {
        WorkerConfig config;
        StageWorker worker;
        try {
            config = WorkerConfig.from(environment);
            worker = StageWorker.start(config, program);
        } catch (InvalidSettingsException | InvalidBundleException e) {
            LOG.error("{}", e.getMessage());
            return 2;
        }
        Thread drain = new Thread(worker::close, "strait-drain");
        Runtime.getRuntime().addShutdownHook(drain);
        Path readyFile = config.readyFile();
        if (readyFile != null) {
            worker.started().thenRun(() -> write(readyFile, config.workerId()));
        }
        try {
            worker.started().toCompletableFuture().join();
            worker.ended().toCompletableFuture().join();
            return 0;
        } catch (CompletionException e) {
            // Logged where it happened. The shutdown hook closes the worker.
            return 1;
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }
}
