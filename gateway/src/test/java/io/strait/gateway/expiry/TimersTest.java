package io.strait.gateway.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.DecodePlan;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.GridPlan;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageName;
import org.junit.jupiter.api.Test;

class TimersTest {
    private final Timers timers = new Timers();

    private void queued(String id, long offset, long deadline) {
        GridPlan grid = new GridPlan(6, 1.5, 0.9, 3.0, "cosine", "confidence");
        JobSpec spec = JobSpec.newBuilder()
                .setPriority(Priority.INTERACTIVE)
                .setTenant("a")
                .setJobId(id)
                .setBundleHash("hash")
                .setLabel(1)
                .setLabelName("noto/heart")
                .setSeed(42)
                .setSize(256)
                .setPlan(new DecodePlan(grid, grid, grid, grid))
                .setFormat("png")
                .setPreviewEvery(0)
                .setCreatedAt(0)
                .setDeadline(deadline)
                .build();
        timers.read(new JobEvent(id, 0L, new Queued(spec)), offset);
    }

    @Test
    void firesInOrderOfDeadlinesAndKeepsTheOldestOpenJob() {
        queued("long", 3, 900);
        queued("short", 4, 100);
        queued("done", 5, 100);
        timers.read(new JobEvent("done", 1L, new Cancelled("asked to")), 6);
        timers.read(new JobEvent("short", 1L, new StageCompleted(StageName.TOP, 6, 5L)), 7);
        assertThat(timers.takeDue(100)).isEmpty();
        assertThat(timers.takeDue(101)).extracting(Timers.Timer::jobId).containsExactly("short");
        assertThat(timers.takeDue(101)).as("once").isEmpty();
        assertThat(timers.oldest(8)).isEqualTo(3);

        timers.read(new JobEvent("short", 1L, new Expired(100L)), 8);
        timers.read(new JobEvent("long", 1L, new Expired(900L)), 9);
        assertThat(timers.oldest(10)).isEqualTo(10);
        assertThat(timers.takeDue(1_000)).isEmpty();
    }

    @Test
    void whatCouldNotBeWrittenIsSetAgainUnlessItEnded() {
        queued("a", 1, 10);
        queued("b", 2, 10);
        var due = timers.takeDue(11);
        timers.read(new JobEvent("a", 1L, new Cancelled("asked to")), 3);
        due.forEach(timers::again);
        assertThat(timers.takeDue(11)).extracting(Timers.Timer::jobId).containsExactly("b");
    }
}
