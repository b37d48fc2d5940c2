package io.strait.gateway.openai.batch;

import io.strait.gateway.settings.Settings;
import java.time.Duration;

/**
 * Settings of files and batches.
 *
 * @param fileBytes most bytes of a file
 * @param fileLife after which a file expires if nobody says; zero: never
 * @param lines most lines of a batch
 * @param chunk lines that are handed over in one transaction
 * @param threads how many batches a gateway works on at a time
 */
public record BatchSettings(long fileBytes, Duration fileLife, int lines, int chunk, int threads) {
    private static final int MEGABYTE = 1_000_000;

    /** Reads the STRAIT_GATEWAY_FILE_ and STRAIT_GATEWAY_BATCH_ settings. */
    public static BatchSettings read(Settings settings) {
        return new BatchSettings(
                (long) MEGABYTE * settings.number(Settings.OWN + "FILE_MEGABYTES", 200, 1, 100_000),
                Duration.ofDays(settings.number(Settings.OWN + "FILE_DAYS", 30, 0, 36_500)),
                settings.number(Settings.OWN + "BATCH_LINES", 50_000, 1, BatchJobId.MAX_LINES),
                settings.number(Settings.OWN + "BATCH_CHUNK", 1_000, 1, 10_000),
                settings.number(Settings.OWN + "BATCH_THREADS", 2, 1, 16));
    }
}
