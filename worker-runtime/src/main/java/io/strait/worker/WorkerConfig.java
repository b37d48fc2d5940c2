package io.strait.worker;

import io.strait.engine.EngineChoice;
import io.strait.schemas.artifact.ArtifactLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a worker.
 *
 * @param kafka bootstrap servers
 * @param bundle directory of the bundle
 * @param artifacts store that images are put into
 * @param engine which stack runs the graphs
 * @param threads threads of one pass, at least 1
 * @param lanes interactive jobs held at once, 1 to {@value #MOST_LANES}
 * @param bulk how bulk jobs are taken, beside those of the lanes
 * @param workerId name in events
 * @param renewEvery how often a held record's lock is renewed
 * @param drain how long a closing worker goes on with the jobs it holds before it gives them back
 * @param deliveryLimit how often a job is tried before it is given up, 3 to 10
 * @param sendBuffer bytes that may wait for the broker, at least {@value #LEAST_SEND_BUFFER}; what finds no room is tried again, previews are left out
 * @param readyFile written when the worker is ready, if given
 */
public record WorkerConfig(
        String kafka,
        Path bundle,
        ArtifactLocation artifacts,
        EngineChoice engine,
        int threads,
        int lanes,
        BulkLanes bulk,
        String workerId,
        Duration renewEvery,
        Duration drain,
        int deliveryLimit,
        long sendBuffer,
        @Nullable Path readyFile) {
    /** More lanes than this would not share a pass well, and a group holds at most 1000. */
    public static final int MOST_LANES = 64;

    /** Jobs held at once, unless set. */
    public static final int DEFAULT_LANES = 4;

    /** A third of the 15 s lock: one renewal may fail to arrive. */
    public static final Duration DEFAULT_RENEW_EVERY = Duration.ofSeconds(5);

    /** Long enough for a job of any stage on two cores. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    /** As the producer has it unless told otherwise: about a thousand previews. */
    public static final long DEFAULT_SEND_BUFFER = 32L << 20;

    /** Room for a few records. */
    public static final long LEAST_SEND_BUFFER = 32L << 10;

    /** Checks ranges. */
    public WorkerConfig {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, got " + threads);
        }
        if (lanes < 1 || lanes > MOST_LANES) {
            throw new IllegalArgumentException("lanes: expected 1 to " + MOST_LANES + ", got " + lanes);
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
                DEFAULT_LANES,
                BulkLanes.DEFAULT,
                workerId,
                DEFAULT_RENEW_EVERY,
                DEFAULT_DRAIN,
                Deliveries.MOST,
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

    /** These with another number of lanes. */
    public WorkerConfig withLanes(int count) {
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                count,
                bulk,
                workerId,
                renewEvery,
                drain,
                deliveryLimit,
                sendBuffer,
                readyFile);
    }

    /** These with other lanes for bulk jobs. */
    public WorkerConfig withBulk(BulkLanes other) {
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                lanes,
                other,
                workerId,
                renewEvery,
                drain,
                deliveryLimit,
                sendBuffer,
                readyFile);
    }

    /** These with another artifact store. */
    public WorkerConfig withArtifacts(ArtifactLocation location) {
        return new WorkerConfig(
                kafka,
                bundle,
                location,
                engine,
                threads,
                lanes,
                bulk,
                workerId,
                renewEvery,
                drain,
                deliveryLimit,
                sendBuffer,
                readyFile);
    }

    /** These under another name. */
    public WorkerConfig withWorkerId(String id) {
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                lanes,
                bulk,
                id,
                renewEvery,
                drain,
                deliveryLimit,
                sendBuffer,
                readyFile);
    }

    /** These with another time to drain. */
    public WorkerConfig withDrain(Duration atMost) {
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                lanes,
                bulk,
                workerId,
                renewEvery,
                atMost,
                deliveryLimit,
                sendBuffer,
                readyFile);
    }

    /** These with another number of tries. */
    public WorkerConfig withDeliveryLimit(int tries) {
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                lanes,
                bulk,
                workerId,
                renewEvery,
                drain,
                tries,
                sendBuffer,
                readyFile);
    }

    /** These with another time between renewals. */
    public WorkerConfig withRenewEvery(Duration time) {
        return new WorkerConfig(
                kafka,
                bundle,
                artifacts,
                engine,
                threads,
                lanes,
                bulk,
                workerId,
                time,
                drain,
                deliveryLimit,
                sendBuffer,
                readyFile);
    }
}
