package io.strait.gateway.artifact;

import io.strait.gateway.settings.Settings;
import io.strait.schemas.artifact.ArtifactLocation;
import io.strait.schemas.artifact.ArtifactSweep;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the artifact store.
 *
 * @param location which one
 * @param links how long a link to the store itself is good, which clients are sent to for images; zero: we pass the images on
 * @param sweep what goes when
 * @param sweepEvery time between sweeps
 */
public record ArtifactConfig(ArtifactLocation location, Duration links, ArtifactSweep sweep, Duration sweepEvery) {
    private static final String FALLBACK = "data/strait/artifacts";
    private static final int WEEK_SECONDS = 7 * 24 * 3600;
    private static final long MEBIBYTE = 1 << 20;

    /** Reads STRAIT_ARTIFACTS, those of its store, and STRAIT_GATEWAY_ARTIFACT_ settings. */
    public static ArtifactConfig read(Settings settings) {
        String own = Settings.OWN + "ARTIFACT_";
        return new ArtifactConfig(
                location(settings),
                settings.seconds(own + "LINK_SECONDS", 0, 0, WEEK_SECONDS),
                new ArtifactSweep(
                        Duration.ofHours(settings.number(own + "RETENTION_HOURS", 24, 1, 1_000_000)),
                        Duration.ofDays(settings.number(own + "MAX_AGE_DAYS", 0, 0, 100_000)),
                        settings.number(own + "QUOTA_MIB", 0, 0, Integer.MAX_VALUE) * MEBIBYTE),
                settings.seconds(own + "SWEEP_SECONDS", 600, 1, 86_400));
    }

    private static ArtifactLocation location(Settings settings) {
        try {
            return ArtifactLocation.parse(settings.text("STRAIT_ARTIFACTS", FALLBACK), settings.environment());
        } catch (IllegalArgumentException e) {
            settings.problem("STRAIT_ARTIFACTS: " + e.getMessage());
            return ArtifactLocation.of(Path.of(FALLBACK));
        }
    }
}
