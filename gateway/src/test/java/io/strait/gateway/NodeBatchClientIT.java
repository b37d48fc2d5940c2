package io.strait.gateway;

import io.strait.gateway.NodeClient.Run;
import io.strait.schemas.avro.JobSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Files and batches through the API's official npm package, over a real broker; a scripted worker paints. What the client asks, and what it
 * must get, is in src/test/node/batches.mjs, under the test's name.
 */
@ExtendWith(SharedStack.class)
final class NodeBatchClientIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static NodeClient node;

    private final Stack stack;
    private final BatchJobs jobs;
    private String scenario = "";

    NodeBatchClientIT(Stack stack) {
        this.stack = stack;
        this.jobs = new BatchJobs(stack.bootstrap());
    }

    @BeforeAll
    static void install() throws Exception {
        node = NodeClient.install();
    }

    @BeforeEach
    void name(TestInfo test) {
        scenario = test.getTestMethod().orElseThrow().getName();
    }

    private Run start() {
        return node.start(scenario, stack.client().uri("http", "/v1"));
    }

    /** The jobs of the batch that the client speaks of. */
    private List<JobSpec> jobs(Run run, int count) throws IOException {
        String batchId = run.hear();
        return Awaitility.await("jobs of " + batchId)
                .atMost(PATIENCE)
                .until(() -> jobs.queued(batchId), found -> found.size() >= count);
    }

    @Test
    void aBatchOfGoodAndBadLinesCompletes() throws Exception {
        try (Run run = start()) {
            List<JobSpec> specs = jobs(run, 4);
            run.say("go on");
            run.hear();
            for (JobSpec spec : specs) {
                if (spec.getBatch().getLine() == 4) {
                    stack.worker().failed(spec.getJobId(), "scripted-failure");
                } else {
                    stack.worker().completed(spec.getJobId(), new byte[] {9});
                }
            }
            run.succeeds();
        }
    }

    @Test
    void cancellingABatchEndsWhatIsUnderWay() throws Exception {
        try (Run run = start()) {
            stack.worker().completed(jobs(run, 20).get(0).getJobId(), new byte[] {1});
            run.say("cancel");
            run.succeeds();
        }
    }

    @Test
    void whatIsWrongWithABatchIsTold() throws Exception {
        try (Run run = start()) {
            run.succeeds();
        }
    }
}
