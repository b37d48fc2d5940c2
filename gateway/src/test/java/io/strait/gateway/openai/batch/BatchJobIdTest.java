package io.strait.gateway.openai.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.avro.BatchPlace;
import io.strait.schemas.job.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class BatchJobIdTest {
    private static final long MILLIS = 1_700_000_000_000L;

    private static BatchPlace place(int chunk, int partitions, int chunks) {
        return BatchPlace.newBuilder()
                .setLines(0)
                .setBytes(0)
                .setInvalid(0)
                .setChunk(chunk)
                .setPartitions(partitions)
                .setMillis(java.util.stream.LongStream.range(0, chunks)
                        .map(i -> MILLIS + 100 * i)
                        .boxed()
                        .toList())
                .build();
    }

    @Property
    void tellsLineImageBatchAndTime(
            @ForAll @StringLength(min = 1, max = 40) String batch,
            @ForAll @IntRange(min = 1, max = 50_000) int line,
            @ForAll @IntRange(min = 0, max = 9) int image,
            @ForAll @IntRange(min = 1, max = 64) int partitions) {
        BatchJobId ids = new BatchJobId(batch);
        JobId id = ids.of(line, image, place(1_000, partitions, 51));
        assertThat(JobId.parse(id.toString()))
                .isEqualTo(id)
                .isEqualTo(ids.of(line, image, place(1_000, partitions, 51)));
        assertThat(BatchJobId.line(id)).isEqualTo(line);
        assertThat(BatchJobId.image(id)).isEqualTo(image);
        assertThat(ids.owns(id)).isTrue();
        assertThat(new BatchJobId(batch + "x").owns(id)).isFalse();
        assertThat(id.partition()).isLessThan(partitions);
        assertThat(id.millis()).isEqualTo(MILLIS + 100L * ((line - 1) / 1_000));
        assertThat(ids.seed(line)).isBetween(0L, (1L << 53) - 1);
    }

    @Property(tries = 20)
    void noTwoAlike(@ForAll @IntRange(min = 1, max = 8) int partitions) {
        BatchJobId ids = new BatchJobId("batch_1");
        BatchPlace place = place(10_000, partitions, 1);
        Set<JobId> seen = new HashSet<>();
        for (int line = 1; line <= 1_000; line++) {
            for (int image = 0; image < 10; image++) {
                assertThat(seen.add(ids.of(line, image, place))).isTrue();
            }
        }
    }

    @Property(tries = 50)
    void allImagesOfALineAreInOnePartition(@ForAll @IntRange(min = 1, max = 5_000) int line) {
        BatchJobId ids = new BatchJobId("batch_1");
        BatchPlace place = place(10_000, 8, 1);
        assertThat(List.of(0, 1, 9).stream()
                        .map(image -> ids.of(line, image, place).partition())
                        .distinct())
                .hasSize(1);
    }
}
