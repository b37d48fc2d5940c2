package io.strait.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.standalone.client.Accepted;
import io.strait.standalone.client.GatewayClient;
import io.strait.standalone.client.GatewayException;
import io.strait.standalone.client.GenerationRequest;
import io.strait.standalone.client.ServerEvent;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with the bundle that ships, as a client sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StackIT {
    private Stack stack;
    private GatewayClient client;
    private List<String> labels;

    StackIT(@TempDir Path data) {
        stack = Stack.start(StackConfig.of(Requests.bundle(), data));
        client = new GatewayClient(stack.url());
        labels = client.labels();
    }

    @BeforeAll
    void hasLabels() {
        assertThat(labels).isEqualTo(stack.bundle().manifest().labels());
    }

    @AfterAll
    void stop() {
        stack.close();
    }

    @Test
    void tellsTheWholeStoryOfAnImage() throws IOException {
        List<ServerEvent> events = new ArrayList<>();
        Accepted accepted = client.submit(Requests.quick(labels.get(0), 1, 512));
        ServerEvent last = client.follow(accepted.id(), events::add);

        assertThat(last.name()).isEqualTo("completed");
        assertThat(events)
                .extracting(ServerEvent::name)
                .startsWith("queued", "started")
                .contains("preview");
        assertThat(events)
                .filteredOn(event -> event.name().equals("stage-completed"))
                .extracting(event -> event.data().path("stage").asText())
                .startsWith("top", "bottom");
        assertThat(events).filteredOn(ServerEvent::isTerminal).hasSize(1);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(client.image(accepted.id())));
        assertThat(image.getWidth()).isEqualTo(512);
        assertThat(image.getHeight()).isEqualTo(512);
        assertThat(client.status(accepted.id()).path("status").asText()).isEqualToIgnoringCase("completed");
    }

    @Test
    void sameRequestGivesTheSameBytesAloneAndInCompany() {
        GenerationRequest request = Requests.quick(labels.get(2), 7, 256);
        byte[] alone = image(client.submit(request));
        List<Accepted> company = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            company.add(client.submit(Requests.quick(labels.get(5 + i), 100 + i, 256)));
        }
        Accepted again = client.submit(request);
        company.add(client.submit(Requests.quick(labels.get(9), 200, 256)));
        assertThat(image(again)).isEqualTo(alone);
        for (Accepted other : company) {
            assertThat(image(other)).isNotEqualTo(alone);
        }
    }

    @Test
    void describesEveryMeterItTells() throws IOException, InterruptedException {
        assertThat(image(client.submit(Requests.quick(labels.get(4), 1, 256)))).isNotEmpty();
        String told = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stack.url().resolve("/metrics")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        List<MeterTable.Row> described = MeterTable.read(StackConfig.home().resolve("docs/operations.md"));

        assertThat(MeterTable.of(stack.meters())).containsExactlyElementsOf(described);
        assertThat(described).allSatisfy(row -> assertThat(told).contains("# TYPE " + row.prometheus() + " "));
        assertThat(told).contains("worker_jobs_total{outcome=\"completed\",stage=\"bottom\"}");
    }

    @Test
    void anotherSeedGivesAnotherImage() {
        byte[] one = image(client.submit(Requests.quick(labels.get(3), 1, 256)));
        byte[] two = image(client.submit(Requests.quick(labels.get(3), 2, 256)));
        assertThat(two).isNotEqualTo(one);
    }

    @Test
    void cancelEndsTheStreamAndLeavesNoImage() {
        // more steps than can be done before the cancellation arrives
        Accepted accepted = client.submit(Requests.slow(labels.get(0), 3));
        client.cancel(accepted.id());
        assertThat(client.follow(accepted.id(), event -> {}).name()).isEqualTo("cancelled");
        assertThatThrownBy(() -> client.image(accepted.id())).isInstanceOf(GatewayException.class);
    }

    @Test
    void namesEverythingThatIsWrongWithARequest() {
        assertThatThrownBy(() -> client.submit(GenerationRequest.of("no-such-label", 1, 300)))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("label: expected")
                .hasMessageContaining("nearest:")
                .hasMessageContaining("size: expected 256 or 512, got 300");
    }

    private byte[] image(Accepted accepted) {
        assertThat(client.follow(accepted.id(), event -> {}).name()).isEqualTo("completed");
        return client.image(accepted.id());
    }
}
