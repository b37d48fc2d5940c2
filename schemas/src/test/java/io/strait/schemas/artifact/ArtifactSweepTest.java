package io.strait.schemas.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.artifact.ArtifactSweep.Swept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactSweepTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private DirectoryArtifactStore store() {
        return new DirectoryArtifactStore(directory);
    }

    /** Ten bytes that were put so long ago. */
    private String aged(int content, Duration age) throws IOException {
        String name = store().put(new byte[] {(byte) content, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "png");
        Files.setLastModifiedTime(directory.resolve(name), FileTime.from(NOW.minus(age)));
        return name;
    }

    private List<String> kept() throws IOException {
        List<String> names = new ArrayList<>();
        store().list(artifact -> names.add(artifact.name()));
        return names;
    }

    @Test
    void theOldestGoUntilTheQuotaHolds() throws IOException {
        aged(1, DAY.multipliedBy(3));
        String second = aged(2, DAY.multipliedBy(2));
        String third = aged(3, Duration.ofHours(30));
        assertThat(new ArtifactSweep(DAY, Duration.ZERO, 20).run(store(), NOW)).isEqualTo(new Swept(1, 10, 20));
        assertThat(kept()).containsExactlyInAnyOrder(second, third);
    }

    @Test
    void whatIsYoungerThanTheRetentionStays() throws IOException {
        aged(1, DAY.multipliedBy(2));
        String young = aged(2, Duration.ofHours(23));
        String younger = aged(3, Duration.ZERO);
        assertThat(new ArtifactSweep(DAY, Duration.ofHours(1), 1).run(store(), NOW))
                .isEqualTo(new Swept(1, 10, 20));
        assertThat(kept()).containsExactlyInAnyOrder(young, younger);
    }

    @Test
    void whatIsPastItsAgeGoesWithoutAQuota() throws IOException {
        aged(1, DAY.multipliedBy(31));
        String other = aged(2, DAY.multipliedBy(29));
        assertThat(new ArtifactSweep(DAY, DAY.multipliedBy(30), 0).run(store(), NOW))
                .isEqualTo(new Swept(1, 10, 10));
        assertThat(kept()).containsExactly(other);
    }

    @Test
    void whatHasATimeOfItsOwnStaysThoughItCounts() throws IOException {
        aged(1, DAY.multipliedBy(40));
        String file = aged(2, DAY.multipliedBy(50));
        aged(3, DAY.multipliedBy(30));
        assertThat(new ArtifactSweep(DAY, DAY.multipliedBy(2), 5).run(store(), NOW, file::equals))
                .isEqualTo(new Swept(2, 20, 10));
        assertThat(kept()).containsExactly(file);
    }

    @Test
    void withoutEitherNothingGoes() throws IOException {
        String name = aged(1, DAY.multipliedBy(1000));
        ArtifactSweep sweep = new ArtifactSweep(DAY, Duration.ZERO, 0);
        assertThat(sweep.active()).isFalse();
        assertThat(sweep.run(store(), NOW).deleted()).isZero();
        assertThat(kept()).containsExactly(name);
    }

    @Test
    void whatIsPutAgainIsNew() throws IOException {
        String name = aged(1, DAY.multipliedBy(31));
        store().put(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "png");
        assertThat(new ArtifactSweep(DAY, DAY, 0).run(store(), Instant.now()).deleted())
                .isZero();
        assertThat(kept()).containsExactly(name);
    }

    @Test
    void leavesOtherFilesAloneAndForgetsWhatWasNeverFinished() throws IOException {
        Files.writeString(directory.resolve("notes.txt"), "mine");
        Path writing = Files.writeString(directory.resolve(".new-1"), "now");
        Path abandoned = Files.writeString(directory.resolve(".new-2"), "then");
        Files.setLastModifiedTime(abandoned, FileTime.from(Instant.now().minus(DAY.multipliedBy(2))));
        assertThat(kept()).isEmpty();
        assertThat(directory.resolve("notes.txt")).exists();
        assertThat(writing).exists();
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void aDirectoryThatIsNotThereYetIsEmpty() throws IOException {
        store().list(artifact -> {
            throw new AssertionError(artifact.name());
        });
        assertThat(new DirectoryArtifactStore(directory.resolve("none")).get("0".repeat(64) + ".png"))
                .isEmpty();
    }
}
