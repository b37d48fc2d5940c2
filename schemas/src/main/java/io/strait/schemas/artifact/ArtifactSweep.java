package io.strait.schemas.artifact;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes room in a store. What is younger than the retention stays, whatever the quota says, and so does what somebody else lets go; of the
 * rest goes what is past its age, then the oldest, until the quota holds. Several may sweep one store: they come to the same, and deleting twice is deleting.
 *
 * @param retention for how long everything is kept
 * @param maxAge from when on nothing is kept; zero: no such age
 * @param quotaBytes how much is kept; zero: no bound
 */
public record ArtifactSweep(Duration retention, Duration maxAge, long quotaBytes) {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSweep.class);

    /** Checks the ranges. */
    public ArtifactSweep {
        if (retention.isNegative() || maxAge.isNegative() || quotaBytes < 0) {
            throw new IllegalArgumentException(
                    "sweep: expected no negative number, got " + retention + ", " + maxAge + ", " + quotaBytes);
        }
    }

    /**
     * What a sweep did.
     *
     * @param deleted how many artifacts
     * @param deletedBytes their length
     * @param keptBytes length of what is left
     */
    public record Swept(int deleted, long deletedBytes, long keptBytes) {}

    /** Whether anything can ever be deleted. */
    public boolean active() {
        return !maxAge.isZero() || quotaBytes > 0;
    }

    /** As {@link #run(ArtifactStore, Instant, Predicate)}, where nothing has a time of its own. */
    public Swept run(ArtifactStore store, Instant now) throws IOException {
        return run(store, now, name -> false);
    }

    /**
     * Sweeps once. Blocks; holds the names of what is old enough to go.
     *
     * @param kept whether an artifact, by name, has a time of its own and is none of ours to delete; it counts towards the quota
     * @throws IOException if the store does not answer; what has been deleted until then is
     */
    public Swept run(ArtifactStore store, Instant now, Predicate<String> kept) throws IOException {
        Instant young = now.minus(retention);
        List<StoredArtifact> old = new ArrayList<>();
        long[] bytes = new long[1];
        store.list(artifact -> {
            bytes[0] += artifact.bytes();
            if (artifact.modified().isBefore(young) && !kept.test(artifact.name())) {
                old.add(artifact);
            }
        });
        old.sort(Comparator.comparing(StoredArtifact::modified));
        Instant expired = maxAge.isZero() ? Instant.MIN : now.minus(maxAge);
        int deleted = 0;
        long deletedBytes = 0;
        for (StoredArtifact artifact : old) {
            boolean tooMuch = quotaBytes > 0 && bytes[0] > quotaBytes;
            if (!tooMuch && !artifact.modified().isBefore(expired)) {
                break;
            }
            store.delete(artifact.name());
            deleted++;
            deletedBytes += artifact.bytes();
            bytes[0] -= artifact.bytes();
        }
        if (quotaBytes > 0 && bytes[0] > quotaBytes) {
            LOG.warn(
                    "artifacts.over-quota bytes={} quota={}: everything else is younger than {}, or somebody's file",
                    bytes[0],
                    quotaBytes,
                    retention);
        }
        return new Swept(deleted, deletedBytes, bytes[0]);
    }
}
