package io.strait.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.gateway.job.WaitEstimate.Sample;
import io.strait.schemas.topic.Queue;
import io.strait.schemas.topic.QueueLag.Lag;
import io.strait.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WaitEstimateTest {
    private static final List<Queue> QUEUES = new Topics("b").queues();
    private static final Queue TOP = QUEUES.get(0);
    private static final Queue BOTTOM = QUEUES.get(2);

    private final Map<Queue, Double> rates = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();

    private void at(long second, Lag top, Lag bottom) {
        samples.add(new Sample(TimeUnit.SECONDS.toNanos(second), Map.of(TOP, top, BOTTOM, bottom)));
    }

    @Test
    void addsUpTheStagesThatJobsWaitFor() {
        at(0, new Lag(100, 100), new Lag(10, 10));
        at(10, new Lag(80, 100), new Lag(10, 30));

        // Two a second in each: 40 s and 5 s.
        assertThat(WaitEstimate.estimate(samples, rates)).hasValue(45_000);
    }

    @Test
    void saysNothingUntilAStageHasBeenSeenToTakeJobs() {
        at(0, new Lag(5, 5), new Lag(0, 0));
        at(1, new Lag(5, 5), new Lag(0, 0));
        assertThat(WaitEstimate.estimate(samples, rates)).isEmpty();

        samples.clear();
        at(2, new Lag(0, 5), new Lag(0, 5));
        assertThat(WaitEstimate.estimate(samples, rates)).hasValue(0);
    }

    @Test
    void anIdleHourDoesNotMakeAStageSlow() {
        at(0, new Lag(10, 10), new Lag(0, 0));
        at(5, new Lag(0, 10), new Lag(0, 0));
        at(55, new Lag(4, 14), new Lag(0, 0));

        assertThat(WaitEstimate.estimate(samples, rates)).hasValue(2_000);
    }

    @Test
    void workersThatHaveGoneCountAsTheyWere() {
        at(0, new Lag(10, 10), new Lag(0, 0));
        at(5, new Lag(5, 10), new Lag(0, 0));
        WaitEstimate.estimate(samples, rates);
        samples.clear();
        at(100, new Lag(50, 55), new Lag(0, 0));

        assertThat(WaitEstimate.estimate(samples, rates)).hasValue(50_000);
    }
}
