package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.strait.model.Stage;
import io.strait.model.TokenGrid;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.job.JobId;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatcherTest implements Batcher.Hooks {
    private final FakePasses passes = FakePasses.gated(Fixtures.CODES);
    private final List<StageRun> finished = new CopyOnWriteArrayList<>();
    private final List<StageRun> dropped = new CopyOnWriteArrayList<>();
    private final List<String> previews = new CopyOnWriteArrayList<>();
    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
    private final RightOfWay way = new RightOfWay();
    private final Batcher batcher = batcher(1, 1);
    private final List<Batcher> others = new CopyOnWriteArrayList<>();

    private Batcher batcher(int pass, int beside) {
        return batcher(4, new BulkLanes(4, pass, beside));
    }

    private Batcher batcher(int pass, BulkLanes bulk) {
        Holding held = Holding.DEFAULT;
        return new Batcher(
                "passes",
                passes,
                this,
                way,
                new Holding(8, pass, bulk, held.renewEvery(), held.drain(), held.deliveryLimit()),
                new WorkerMetrics(new SimpleMeterRegistry(), Stage.TOP));
    }

    @AfterEach
    void close() {
        passes.permit(1000);
        batcher.close();
        others.forEach(Batcher::close);
    }

    @Test
    void jobsAtDifferentStepsShareAPass() throws Exception {
        batcher.start();
        StageRun first = run(Stage.TOP, 4, 0);
        batcher.join(first);
        await().until(() -> passes.batches().size() == 1);
        StageRun second = run(Stage.TOP, 4, 0);
        batcher.join(second);
        passes.permit(2);
        await().until(() -> passes.batches().equals(List.of(1, 2, 2)));
        assertThat(first.step() - second.step()).isEqualTo(1);
        passes.permit(3);
        await().until(() -> finished.equals(List.of(first, second)));
        assertThat(passes.batches()).containsExactly(1, 2, 2, 2, 1);
    }

    @Test
    void aPassTakesThoseThatHaveHadNoneAndThenTheOldest() throws Exception {
        Batcher small = batcher(2, BulkLanes.DEFAULT);
        others.add(small);
        List<StageRun> runs =
                List.of(run(Stage.TOP, 3, 0), run(Stage.TOP, 3, 0), run(Stage.TOP, 3, 0), run(Stage.TOP, 3, 0));
        runs.subList(0, 3).forEach(small::join);
        small.start();
        await().until(() -> passes.batches().size() == 1);
        small.join(runs.get(3));
        passes.permit(1);
        await().until(() -> passes.batches().size() == 2);
        assertThat(runs).extracting(StageRun::step).containsExactly(1, 1, 0, 0);
        passes.permit(1);
        await().until(() -> passes.batches().size() == 3);
        assertThat(runs).extracting(StageRun::step).containsExactly(1, 1, 1, 1);
        passes.permit(1000);
        await().until(() -> finished.size() == 4);
        assertThat(finished).containsExactlyElementsOf(runs);
        assertThat(passes.batches()).containsOnly(2);
    }

    @Test
    void companyDoesNotChangeTokens() throws Exception {
        passes.permit(1000);
        StageRun alone = run(Stage.TOP, 6, 0);
        batcher.join(alone);
        batcher.start();
        await().until(() -> finished.contains(alone));
        StageRun accompanied = run(Stage.TOP, 6, 0);
        batcher.join(run(Stage.TOP, 3, 0));
        batcher.join(accompanied);
        await().until(() -> finished.size() == 3);
        assertThat(accompanied.tokens().of(TokenGrid.TOP))
                .isEqualTo(alone.tokens().of(TokenGrid.TOP));
    }

    @Test
    void eachGridHasItsOwnPassAndStepsCountThrough() throws Exception {
        batcher.start();
        StageRun ahead = run(Stage.UPSAMPLER, 4, 1);
        batcher.join(ahead);
        passes.permit(4);
        await().until(() -> passes.batches().size() == 5);
        batcher.join(run(Stage.UPSAMPLER, 4, 0));
        passes.permit(2);
        await().until(() -> passes.grids().size() >= 7);
        assertThat(passes.grids().subList(4, 7))
                .containsExactly(TokenGrid.UPSAMPLER_BOTTOM, TokenGrid.UPSAMPLER_TOP, TokenGrid.UPSAMPLER_BOTTOM);
        assertThat(ahead.steps()).isEqualTo(8);
        passes.permit(1000);
        await().until(() -> finished.size() == 2);
        assertThat(previews).containsExactly("1/8", "2/8", "3/8", "4/8", "5/8", "6/8", "7/8");
    }

    @Test
    void aJobWhoseHoldEndedLeavesBeforeTheNextPass() throws Exception {
        batcher.start();
        StageRun cancelled = run(Stage.TOP, 8, 0);
        batcher.join(cancelled);
        await().until(() -> passes.batches().size() == 1);
        cancelled.hold().end(Outcome.CANCELLED);
        StageRun other = run(Stage.TOP, 2, 0);
        batcher.join(other);
        passes.permit(1000);
        await().until(() -> finished.contains(other));
        assertThat(cancelled.step()).isEqualTo(1);
        assertThat(passes.batches()).containsExactly(1, 1, 1);
    }

    @Test
    void aBugInAPassEndsTheThreadAndIsTold() throws Exception {
        passes.breakDown();
        passes.permit(1);
        batcher.join(run(Stage.TOP, 4, 0));
        batcher.start();
        await().until(() -> bugs.size() == 1);
        assertThat(finished).isEmpty();
    }

    @Test
    void bulkJobsAreParkedWhileAnInteractiveOneIsThere() throws Exception {
        batcher.start();
        StageRun bulk = bulk(4);
        batcher.join(bulk);
        await().until(() -> passes.batches().size() == 1);
        StageRun interactive = run(Stage.TOP, 4, 0);
        batcher.join(interactive);
        passes.permit(4);
        await().until(() -> passes.batches().size() == 5);
        assertThat(bulk.step()).isEqualTo(1);
        passes.permit(4);
        await().until(() -> finished.equals(List.of(interactive, bulk)));
        assertThat(passes.batches()).containsOnly(1);
    }

    @Test
    void bulkJobsFillAPassUpToASize() throws Exception {
        Batcher filling = batcher(2, 2);
        others.add(filling);
        for (int i = 0; i < 3; i++) {
            filling.join(bulk(2));
        }
        filling.join(run(Stage.TOP, 2, 0));
        passes.permit(1000);
        filling.start();
        await().until(() -> finished.size() == 4);
        // two with the interactive job, then the two that are left
        assertThat(passes.batches()).containsExactly(2, 2, 2, 2);
    }

    @Test
    void bulkJobsOfAnotherWorkerWaitToo() throws Exception {
        Batcher other = batcher(1, 1);
        others.add(other);
        other.join(bulk(1));
        StageRun interactive = run(Stage.TOP, 2, 0);
        batcher.join(interactive);
        other.start();
        batcher.start();
        passes.permit(1);
        await().until(() -> interactive.step() == 1);
        assertThat(finished).isEmpty();
        passes.permit(1000);
        await().until(() -> finished.size() == 2);
        assertThat(finished.get(0)).isSameAs(interactive);
    }

    @Test
    void aParkedJobCanBeCancelled() throws Exception {
        way.arrive();
        batcher.start();
        StageRun parked = bulk(2);
        StageRun next = bulk(2);
        batcher.join(parked);
        batcher.join(next);
        parked.hold().end(Outcome.CANCELLED);
        await().until(() -> dropped.contains(parked));
        passes.permit(1000);
        way.leave();
        await().until(() -> finished.equals(List.of(next)));
        assertThat(parked.step()).isZero();
    }

    private static StageRun bulk(int topSteps) throws Admission.Refused {
        JobId id = Fixtures.id(0);
        JobSpec spec = JobSpec.newBuilder(Fixtures.spec(id, 128, topSteps, 0))
                .setPriority(Priority.BULK)
                .build();
        return new Admission(new Fixtures.Program(Stage.TOP), Fixtures.manifest())
                .admit(id, Fixtures.job(spec), new Hold());
    }

    private static StageRun run(Stage stage, int topSteps, int previewEvery) throws Admission.Refused {
        JobId id = Fixtures.id(0);
        Admission admission = new Admission(new Fixtures.Program(stage), Fixtures.manifest());
        List<Integer> top = Collections.nCopies(16, 1);
        List<Integer> bottom = Collections.nCopies(64, 2);
        return admission.admit(
                id, new StageJob(Fixtures.spec(id, 128, topSteps, previewEvery), top, bottom), new Hold());
    }

    @Override
    public boolean goOn(StageRun run) {
        boolean open = run.hold().open();
        if (!open) {
            dropped.add(run);
        }
        return open;
    }

    @Override
    public void preview(StageRun run) {
        previews.add(run.step() + "/" + run.steps());
    }

    @Override
    public void finished(StageRun run) {
        finished.add(run);
    }

    @Override
    public void broken(Throwable bug) {
        bugs.add(bug);
    }
}
