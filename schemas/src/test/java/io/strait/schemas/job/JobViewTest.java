package io.strait.schemas.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.schemas.SampleRecords;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JobViewTest {
    private static final JobEvent QUEUED = SampleRecords.event(new Queued(SampleRecords.spec()));
    private static final JobEvent COMPLETED = SampleRecords.event(new Completed("a.png", "png", 512, 512, 9L));
    private static final JobEvent CANCELLED = SampleRecords.event(new Cancelled("by the client"));

    @Test
    void followsAJobToItsEnd() {
        JobView view = JobView.empty(SampleRecords.JOB);
        assertThat(view.status()).isEqualTo(JobStatus.QUEUED);
        view = fold(List.of(QUEUED, started(StageName.TOP)));
        assertThat(view.status()).isEqualTo(JobStatus.RUNNING);
        assertThat(view.stage()).contains(StageName.TOP);
        assertThat(view.spec()).contains(SampleRecords.spec());
        view = fold(List.of(QUEUED, started(StageName.TOP), done(StageName.TOP), started(StageName.BOTTOM), COMPLETED));
        assertThat(view.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(view.outcome()).contains(COMPLETED);
        OptionalLong began = OptionalLong.of(started(StageName.TOP).getAt());
        assertThat(view.stages())
                .containsEntry(StageName.TOP, new StageTiming(6, began, OptionalLong.of(120)))
                .containsEntry(StageName.BOTTOM, new StageTiming(6, began, OptionalLong.empty()))
                .hasSize(2);
    }

    @Test
    void aStageMayReportItsEndAfterTheNextBegan() {
        List<JobEvent> events = List.of(started(StageName.TOP), started(StageName.BOTTOM));
        JobView view = fold(events);
        assertThat(view.accepts(done(StageName.TOP))).isTrue();
        view = view.with(done(StageName.TOP));
        assertThat(view.stage()).contains(StageName.BOTTOM);
        assertThat(view.accepts(done(StageName.TOP))).isFalse();
    }

    @Test
    void redeliveryIsNotSeen() {
        JobView view = fold(List.of(QUEUED, started(StageName.TOP), done(StageName.TOP), started(StageName.BOTTOM)));
        assertThat(view.accepts(QUEUED)).isFalse();
        assertThat(view.accepts(started(StageName.TOP))).isFalse();
        assertThat(view.accepts(started(StageName.BOTTOM))).isFalse();
        assertThat(view.accepts(done(StageName.BOTTOM))).isTrue();
    }

    @Test
    void firstTerminalWins() {
        assertThat(fold(List.of(QUEUED, CANCELLED, COMPLETED)).outcome()).contains(CANCELLED);
        assertThat(fold(List.of(QUEUED, COMPLETED, CANCELLED)).outcome()).contains(COMPLETED);
    }

    @Test
    void refusesAnotherJobsEvent() {
        JobView view = JobView.empty("another");
        assertThatThrownBy(() -> view.with(QUEUED)).hasMessageContaining("expected job another");
    }

    @Property
    void outcomeIsTheFirstTerminalOfAnyHistory(@ForAll("histories") List<JobEvent> events) {
        assertThat(fold(events).outcome())
                .isEqualTo(events.stream().filter(JobViewTest::terminal).findFirst());
    }

    @Property
    void sayingThingsAgainChangesNothing(@ForAll("histories") List<JobEvent> events, @ForAll int pick) {
        JobView once = fold(events);
        List<JobEvent> redelivered = new ArrayList<>(events);
        // a redelivered job says again, later, a run of what was said before
        int from = events.isEmpty() ? 0 : Math.floorMod(pick, events.size());
        redelivered.addAll(events.subList(from, events.size()));
        JobView twice = fold(redelivered);
        assertThat(twice.status()).isEqualTo(once.status());
        assertThat(twice.outcome()).isEqualTo(once.outcome());
        assertThat(twice.stage()).isEqualTo(once.stage());
        if (once.terminal()) {
            assertThat(twice.stages()).isEqualTo(once.stages());
        }
    }

    @Property
    void acceptsAtMostOneTerminal(@ForAll("histories") List<JobEvent> events) {
        JobView view = JobView.empty(SampleRecords.JOB);
        List<JobEvent> seen = new ArrayList<>();
        for (JobEvent event : events) {
            if (view.accepts(event)) {
                seen.add(event);
            }
            view = view.with(event);
        }
        assertThat(seen.stream().filter(JobViewTest::terminal).count()).isEqualTo(view.terminal() ? 1 : 0);
        assertThat(fold(seen).outcome()).isEqualTo(view.outcome());
        assertThat(fold(seen).stages()).isEqualTo(view.stages());
    }

    @Provide
    Arbitrary<List<JobEvent>> histories() {
        List<JobEvent> possible = new ArrayList<>(List.of(
                QUEUED,
                COMPLETED,
                CANCELLED,
                SampleRecords.event(new Failed("unprocessable", "no")),
                SampleRecords.event(new Expired(1L))));
        for (StageName stage : StageName.values()) {
            possible.add(started(stage));
            possible.add(done(stage));
        }
        return Arbitraries.of(possible).list().ofMaxSize(12);
    }

    private static boolean terminal(JobEvent event) {
        Object what = event.getWhat();
        return !(what instanceof Queued || what instanceof Started || what instanceof StageCompleted);
    }

    private static JobView fold(List<JobEvent> events) {
        JobView view = JobView.empty(SampleRecords.JOB);
        for (JobEvent event : events) {
            view = view.with(event);
        }
        return view;
    }

    private static JobEvent started(StageName stage) {
        return SampleRecords.event(new Started(stage, 6, "worker", "hash", "ort-cpu", "avx2"));
    }

    private static JobEvent done(StageName stage) {
        return SampleRecords.event(new StageCompleted(stage, 6, 120L));
    }

    @Test
    void onlyOutcomesEndAJob() {
        assertThat(JobView.ends(SampleRecords.event(new Queued(SampleRecords.spec()))))
                .isFalse();
        assertThat(JobView.ends(SampleRecords.event(new StageCompleted(StageName.TOP, 6, 5L))))
                .isFalse();
        assertThat(JobView.ends(SampleRecords.event(new Expired(5L)))).isTrue();
        assertThat(JobView.ends(SampleRecords.event(new Cancelled("asked to")))).isTrue();
    }
}
