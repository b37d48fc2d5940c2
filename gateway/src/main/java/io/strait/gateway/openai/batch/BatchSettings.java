package io.strait.gateway.openai.batch;

import io.strait.gateway.settings.Settings;

/**
 * Settings of files and batches.
 *
 * @param fileBytes most bytes of a file
 * @param lines most lines of a batch
 * @param chunk lines that are handed over in one transaction
 * @param threads how many batches a gateway works on at a time
 */
public record BatchSettings(long fileBytes, int lines, int chunk, int threads) {
    private static final int MEGABYTE = 1_000_000;

    /** Reads STRAIT_GATEWAY_FILE_MEGABYTES and the STRAIT_GATEWAY_BATCH_ settings. */
    public static BatchSettings read(Settings settings) {
        return new BatchSettings(
                (long) MEGABYTE * settings.number(Settings.OWN + "FILE_MEGABYTES", 200, 1, 100_000),
                settings.number(Settings.OWN + "BATCH_LINES", 50_000, 1, BatchJobId.MAX_LINES),
                settings.number(Settings.OWN + "BATCH_CHUNK", 1_000, 1, 10_000),
                settings.number(Settings.OWN + "BATCH_THREADS", 2, 1, 16));
    }
}
