package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.gateway.NodeClient.Run;
import io.strait.schemas.avro.StageName;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The API's official npm package against a gateway on a real broker; a scripted worker paints. What the client asks, and what it must get,
 * is in src/test/node, under the test's name.
 */
@ExtendWith(SharedStack.class)
final class NodeClientIT {
    private static final int PATIENCE_SECONDS = 60;

    private static NodeClient node;

    private final Stack stack;
    private final List<String> known;
    private String scenario = "";

    NodeClientIT(Stack stack) {
        this.stack = stack;
        this.known = stack.queued();
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

    /** Jobs handed in since the test began, as soon as there are so many. */
    private List<String> jobs(int count) {
        return Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(this::since, ids -> ids.size() >= count);
    }

    private List<String> since() {
        return stack.queued().stream().filter(id -> !known.contains(id)).toList();
    }

    private void awaitCancelled(String id) {
        Awaitility.await()
                .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .until(() -> stack.client().get("/v1/generations/" + id).body().contains("\"status\":\"cancelled\""));
    }

    @Test
    void generatesSeveralImagesOfOneRequest() throws Exception {
        try (Run run = start()) {
            List<String> ids = jobs(2);
            stack.worker().completed(ids.get(0), new byte[] {1});
            stack.worker().completed(ids.get(1), new byte[] {2});
            run.succeeds();
        }
    }

    @Test
    void anImagesUrlServesIt() throws Exception {
        try (Run run = start()) {
            stack.worker().completed(jobs(1).get(0), new byte[] {5});
            run.succeeds();
        }
    }

    @Test
    void streamsPartialImagesAndTheFinishedOne() throws Exception {
        try (Run run = start()) {
            String id = jobs(1).get(0);
            stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
            stack.worker().preview(id, StageName.BOTTOM, 1, 6, new byte[] {2});
            stack.worker().completed(id, new byte[] {3});
            run.succeeds();
        }
    }

    @Test
    void leavingTheStreamCancelsTheJob() throws Exception {
        try (Run run = start()) {
            String id = jobs(1).get(0);
            stack.worker().preview(id, StageName.TOP, 1, 6, new byte[] {1});
            run.succeeds();
            awaitCancelled(id);
        }
    }

    @Test
    void abortingARequestCancelsTheJob() throws Exception {
        try (Run run = start()) {
            String id = jobs(1).get(0);
            run.say("abort");
            run.succeeds();
            awaitCancelled(id);
        }
    }

    @Test
    void whatIsWrongArrivesAsTheClientsOwnErrors() throws Exception {
        try (Run run = start()) {
            run.succeeds();
        }
        assertThat(since()).isEmpty();
    }

    @Test
    void aFailureDuringTheStreamIsRaised() throws Exception {
        try (Run run = start()) {
            stack.worker().failed(jobs(1).get(0), "scripted-failure");
            run.succeeds();
        }
    }

    @Test
    void aFailedJobIsNotAskedForAgain() throws Exception {
        try (Run run = start()) {
            stack.worker().failed(jobs(1).get(0), "scripted-failure");
            run.succeeds();
        }
        assertThat(since()).hasSize(1);
    }

    @Test
    void editsAndVariationsAreCheckedAndRefused() throws Exception {
        try (Run run = start()) {
            run.succeeds();
        }
        assertThat(since()).isEmpty();
    }

    /** A gateway that stops and comes back is not noticed. */
    @Test
    void asksAgainUntilTheGatewayIsThere() throws Exception {
        Gateway gateway = stack.gateway();
        int port = gateway.port();
        URI base = new Client(gateway).uri("http", "/v1");
        Stack.await(gateway.close());
        try (Run run = node.start(scenario, base)) {
            assertThat(run.hear()).isEqualTo("asked");
            gateway = Stack.await(Gateway.start(stack.config(port)));
            stack.worker().completed(jobs(1).get(0), new byte[] {9});
            run.succeeds();
        } finally {
            Stack.await(gateway.close());
        }
        assertThat(since()).hasSize(1);
    }
}
