package io.strait.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.BundleManifest;
import io.strait.model.bundle.GraphName;
import io.strait.model.decode.GridSettings;
import io.strait.model.decode.MaskSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several stages on one engine of two threads: their jobs run on one thread or on both, as it happens. */
@Timeout(60)
final class SharedEngineTest {
    private static final int CALLERS = TokenGrid.values().length;
    private static final int PASSES = 50;

    @TempDir
    private Path directory;

    private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    private BundleManifest manifest;
    private InferenceEngine engine;

    @BeforeEach
    void open() throws IOException {
        Bundle bundle = Bundle.open(new TestBundle(directory).write());
        manifest = bundle.manifest();
        engine = InferenceEngine.open(
                bundle, new EngineOptions(EngineChoice.ORT_CPU, 2, EnumSet.allOf(GraphName.class)));
    }

    @AfterEach
    void close() {
        callers.shutdownNow();
        engine.close();
    }

    @Test
    void callersAtOnceGetWhatEachJobGetsAlone() throws Exception {
        List<Future<Void>> running = new ArrayList<>();
        for (TokenGrid grid : TokenGrid.values()) {
            List<StepRequest> jobs = StepRequests.mixed(manifest, grid, 5);
            List<StepResult> alone = jobs.stream()
                    .map(job -> engine.step(new StepBatch(grid, List.of(job))))
                    .toList();
            running.add(callers.submit(passes(grid, jobs, alone, new Random(grid.code()))));
        }
        for (Future<Void> one : running) {
            one.get();
        }
    }

    private Callable<Void> passes(TokenGrid grid, List<StepRequest> jobs, List<StepResult> alone, Random random) {
        return () -> {
            for (int pass = 0; pass < PASSES; pass++) {
                int from = random.nextInt(jobs.size());
                int to = from + 1 + random.nextInt(jobs.size() - from);
                StepResult together = engine.step(new StepBatch(grid, jobs.subList(from, to)));
                for (int job = from; job < to; job++) {
                    assertThat(together.ids(job - from))
                            .isEqualTo(alone.get(job).ids(0));
                    assertThat(together.logProbabilities(job - from))
                            .isEqualTo(alone.get(job).logProbabilities(0));
                }
            }
            return null;
        };
    }

    @Test
    void aPassThatFailsHalfWayTakesNoProcessorWithIt() throws Exception {
        List<StepRequest> jobs = new ArrayList<>(StepRequests.mixed(manifest, TokenGrid.TOP, 3));
        jobs.add(
                2,
                new StepRequest(
                        new int[manifest.tokens(TokenGrid.TOP)],
                        manifest.nullLabel() + 1,
                        new GridSettings(1, 0, 1, 0, MaskSchedule.cosine()),
                        new float[manifest.tokens(TokenGrid.TOP)],
                        StepCondition.none()));
        for (int time = 0; time < 5; time++) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine.step(new StepBatch(TokenGrid.TOP, jobs)))
                    .withMessageStartingWith("label: expected");
        }
        jobs.remove(2);
        assertThat(inTime(() -> engine.step(new StepBatch(TokenGrid.TOP, jobs))).size())
                .isEqualTo(3);
    }

    private <T> T inTime(Callable<T> work) throws InterruptedException, ExecutionException, TimeoutException {
        return callers.submit(work).get(30, TimeUnit.SECONDS);
    }
}
