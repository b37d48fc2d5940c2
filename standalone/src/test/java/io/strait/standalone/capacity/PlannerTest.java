package io.strait.standalone.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PlannerTest {
    private static Pool pool(int workers, int lanes, int steps, double fixed, double each) {
        return new Pool("top", workers, steps, 1, new PassTime(fixed, each), lanes, 0, 0);
    }

    @Test
    void aLoneJobTakesItsPasses() {
        Planner.Plan plan = Planner.predict(List.of(pool(1, 8, 10, 5, 15)), 0, 1, 100);
        assertThat(plan.p50()).isCloseTo(200, within(1e-6));
        assertThat(plan.throughput()).isCloseTo(5, within(0.1));
        assertThat(plan.loads().get(0).batch()).isEqualTo(1);
    }

    @Test
    void aFullWorkerPassesAsManyAsItHasLanes() {
        // 8 in a pass of 5 + 8 x 15 = 125 ms, 10 passes: 8 in 1.25 s
        Planner.Plan plan = Planner.predict(List.of(pool(1, 8, 10, 5, 15)), 0, 8, 400);
        assertThat(plan.throughput()).isCloseTo(6.4, within(0.2));
        assertThat(plan.loads().get(0).batch()).isCloseTo(8, within(0.1));
    }

    @Test
    void aPassTakesTheOldestOnceEveryJobHasHadOne() {
        // Passes of two that take as long a job as passes of one: as many images, and the first of them come out first.
        Pool shared = pool(1, 8, 10, 0, 15);
        Pool two = new Pool("top", 1, 10, 1, new PassTime(0, 15), 8, 2, 0, 0);
        Planner.Plan all = Planner.predict(List.of(shared), 5, 0, 20_000);
        Planner.Plan oldest = Planner.predict(List.of(two), 5, 0, 20_000);
        assertThat(oldest.throughput()).isCloseTo(all.throughput(), within(0.1));
        assertThat(oldest.p50()).isLessThan(all.p50());
        assertThat(oldest.loads().get(0).batch()).isLessThanOrEqualTo(2);
    }

    @Test
    void queuesAsTheoryHasIt() {
        // One lane, one pass of fixed length: M/D/1, mean wait = load x service / (2 (1 - load)).
        Planner.Plan plan = Planner.predict(List.of(pool(1, 1, 1, 100, 0)), 7, 0, 60_000);
        assertThat(plan.loads().get(0).waitMillis()).isCloseTo(0.7 * 100 / (2 * 0.3), within(8.0));
    }

    @Test
    void workersOfOneMachinePassInTurn() {
        // Each of two stages makes 8 in 1.25 s when it is alone.
        List<Pool> both = List.of(pool(1, 8, 10, 5, 15), pool(1, 8, 10, 5, 15));
        assertThat(Planner.predict(both, 0, 16, 800).throughput()).isCloseTo(6.4, within(0.3));
        assertThat(Planner.predictTogether(both, 16, 800).throughput()).isCloseTo(3.2, within(0.15));
        assertThat(Planner.predictTogether(both, 1, 100).p50()).isCloseTo(400, within(1e-6));
    }

    @Test
    void addsWorkersUntilTheTimeIsReached() {
        List<Pool> pools = List.of(pool(1, 8, 10, 5, 15));
        Planner.Plan loose = Planner.plan(pools, 60, 10_000);
        Planner.Plan tight = Planner.plan(pools, 60, 900);
        assertThat(loose.reached()).isTrue();
        assertThat(tight.reached()).isTrue();
        assertThat(tight.p95()).isLessThanOrEqualTo(900);
        assertThat(tight.pools().get(0).workers())
                .isGreaterThan(loose.pools().get(0).workers());
    }

    @Test
    void saysThatATimeCannotBeReached() {
        assertThat(Planner.plan(List.of(pool(1, 8, 10, 5, 15)), 1, 100).reached())
                .isFalse();
    }

    @Test
    void refusesAPassThatIsNone() {
        assertThatThrownBy(() -> PassTime.parse("5")).hasMessageContaining("expected FIXED+EACH milliseconds, got 5");
        assertThatThrownBy(() -> PassTime.parse("0+0")).hasMessageContaining("not both 0");
    }
}
