package io.strait.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.standalone.client.Accepted;
import io.strait.standalone.client.GatewayClient;
import io.strait.standalone.client.ServerEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted outlives the process. */
final class RestartIT {
    private static final int JOBS = 6;

    @Test
    void queuedJobsAreFinishedByTheNextStart(@TempDir Path data) {
        StackConfig config = StackConfig.of(Requests.bundle(), data);
        List<Accepted> accepted = new ArrayList<>();
        try (Stack first = Stack.start(config)) {
            GatewayClient client = new GatewayClient(first.url());
            String label = client.labels().get(0);
            for (int i = 0; i < JOBS; i++) {
                accepted.add(client.submit(Requests.quick(label, i, 256)));
            }
        }
        try (Stack second = Stack.start(config)) {
            GatewayClient client = new GatewayClient(second.url());
            for (Accepted job : accepted) {
                List<ServerEvent> events = new ArrayList<>();
                assertThat(client.follow(job.id(), events::add).name()).isEqualTo("completed");
                assertThat(events).filteredOn(ServerEvent::isTerminal).hasSize(1);
                assertThat(client.image(job.id())).isNotEmpty();
            }
        }
    }
}
