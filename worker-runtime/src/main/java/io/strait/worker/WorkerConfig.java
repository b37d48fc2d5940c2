package io.strait.worker;

import io.strait.engine.EngineChoice;
import io.strait.schemas.artifact.ArtifactLocation;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a worker.
 *
 * @param kafka bootstrap servers
 * @param bundle directory of the bundle
 * @param artifacts store that images are put into
 * @param engine which stack runs the graphs
 * @param threads threads of one pass, at least 1
 * @param holding how many jobs are taken and how they are held
 * @param workerId name in events
 * @param sendBuffer bytes that may wait for the broker, at least {@value #LEAST_SEND_BUFFER}; what finds no room is tried again, previews are left out
 * @param readyFile written when the worker is ready, if given
 */
public record WorkerConfig(
        String kafka,
        Path bundle,
        ArtifactLocation artifacts,
        EngineChoice engine,
        int threads,
        Holding holding,
        String workerId,
        long sendBuffer,
        @Nullable Path readyFile) {
    /** As the producer has it unless told otherwise: about a thousand previews. */
    public static final long DEFAULT_SEND_BUFFER = 32L << 20;

    /** Room for a few records. */
    public static final long LEAST_SEND_BUFFER = 32L << 10;

    /** Checks ranges. */
    public WorkerConfig {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        if (sendBuffer < LEAST_SEND_BUFFER) {
            throw new IllegalArgumentException(
                    "send buffer: expected at least " + LEAST_SEND_BUFFER + " bytes, got " + sendBuffer);
        }
    }

    /** Defaults for everything that need not be known. */
    public static WorkerConfig of(String kafka, Path bundle, Path artifacts, String workerId) {
        return new WorkerConfig(
                kafka,
                bundle,
                ArtifactLocation.of(artifacts),
                EngineChoice.AUTO,
                Runtime.getRuntime().availableProcessors(),
                Holding.DEFAULT,
                workerId,
                DEFAULT_SEND_BUFFER,
                null);
    }

    /**
     * Reads the environment.
     *
     * @throws InvalidSettingsException with every problem
     */
    public static WorkerConfig from(Map<String, String> environment) {
        return new WorkerSettings(environment).read();
    }

    /** These with jobs held otherwise. */
    public WorkerConfig holding(UnaryOperator<Holding> change) {
        Holding changed = change.apply(holding);
        return new WorkerConfig(kafka, bundle, artifacts, engine, threads, changed, workerId, sendBuffer, readyFile);
    }

    /** These with another artifact store. */
    public WorkerConfig withArtifacts(ArtifactLocation location) {
        return new WorkerConfig(kafka, bundle, location, engine, threads, holding, workerId, sendBuffer, readyFile);
    }

    /** These under another name. */
    public WorkerConfig withWorkerId(String id) {
        return new WorkerConfig(kafka, bundle, artifacts, engine, threads, holding, id, sendBuffer, readyFile);
    }
}
