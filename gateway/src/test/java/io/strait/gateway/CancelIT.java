package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.Client.Event;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cancelling, and its races, over a real broker, with a scripted worker. */
@ExtendWith(SharedStack.class)
final class CancelIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final int ALL = Integer.MAX_VALUE;

    private final Stack stack;
    private final Client client;

    CancelIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    @Test
    void cancelsOnceAndForAll() throws Exception {
        String id = client.generate(CAT);
        CompletableFuture<List<Event>> reading = client.reading(id, "", ALL);

        HttpResponse<String> first = client.delete("/v1/generations/" + id);
        stack.worker().completed(id, new byte[] {1});
        HttpResponse<String> second = client.delete("/v1/generations/" + id);

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(Client.json(first.body()).get("status").textValue()).isEqualTo("cancelled");
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(reading.get(20, TimeUnit.SECONDS)).extracting(Event::name).containsExactly("queued", "cancelled");
    }

    @Test
    void refusesToCancelWhatHasEnded() throws Exception {
        String id = client.generate(CAT);
        stack.worker().completed(id, new byte[] {1});

        HttpResponse<String> response = client.delete("/v1/generations/" + id);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(status(id).get("status").textValue()).isEqualTo("completed");
    }

    @Test
    void settlesARaceOfCancelAndCompletionOneWayForEverybody() throws Exception {
        for (int round = 0; round < 8; round++) {
            String id = client.generate(CAT);
            CompletableFuture<List<Event>> reading = client.reading(id, "", ALL);
            CompletableFuture<Void> completing =
                    CompletableFuture.runAsync(() -> stack.worker().completed(id, new byte[] {1}));
            int cancelled = client.delete("/v1/generations/" + id).statusCode();
            completing.get(20, TimeUnit.SECONDS);

            String outcome = status(id).get("status").textValue();
            assertThat(cancelled).isEqualTo(outcome.equals("cancelled") ? 200 : 409);
            assertThat(reading.get(20, TimeUnit.SECONDS))
                    .extracting(Event::name)
                    .containsExactly("queued", outcome);
        }
    }

    private JsonNode status(String id) throws IOException, InterruptedException {
        HttpResponse<String> response = client.get("/v1/generations/" + id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Client.json(response.body());
    }
}
