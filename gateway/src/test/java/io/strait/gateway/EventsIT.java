package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.strait.gateway.Client.Event;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.job.JobId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Server-sent events, over a real broker, with a scripted worker. */
@ExtendWith(SharedStack.class)
final class EventsIT {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";
    private static final int ALL = Integer.MAX_VALUE;

    private final Stack stack;
    private final Client client;

    EventsIT(Stack stack) {
        this.stack = stack;
        this.client = stack.client();
    }

    @Test
    void streamsALifeToItsOneEnd() throws Exception {
        String id = client.generate(CAT);
        CompletableFuture<List<Event>> reading = client.reading(id, "", ALL);
        stack.worker().paint(id);
        stack.worker().completed(id, "the image".getBytes(StandardCharsets.UTF_8));
        stack.worker().failed(id, "too-late");

        List<Event> events = reading.get(20, TimeUnit.SECONDS);

        WholeLife.check(events.stream().map(Event::name).toList());
        JsonNode preview = events.stream()
                .filter(event -> event.name().equals("preview"))
                .findFirst()
                .orElseThrow()
                .data();
        assertThat(preview.get("stage").textValue()).isEqualTo("top");
        assertThat(preview.get("step").intValue()).isEqualTo(3);
        assertThat(preview.get("steps").intValue()).isEqualTo(6);
        assertThat(preview.get("image").binaryValue()).isEqualTo(ScriptedWorker.picture(StageName.TOP, 3));
    }

    @Test
    void resumesWithExactlyTheRestFromEveryEventAtAnotherGateway() throws Exception {
        String id = client.generate(CAT);
        stack.worker().paint(id);
        stack.worker().started(id, StageName.TOP, 6); // as after a redelivery
        stack.worker().preview(id, StageName.TOP, 3, 6, ScriptedWorker.picture(StageName.TOP, 3));
        stack.worker().completed(id, "image".getBytes(StandardCharsets.UTF_8));
        List<Event> all = client.events(id, "", ALL);
        assertThat(all).hasSize(10);
        Gateway other = stack.gateway();
        try {
            Client elsewhere = new Client(other);
            for (int seen = 1; seen <= all.size(); seen++) {
                assertThat(elsewhere.events(id, all.get(seen - 1).id(), ALL))
                        .as("after %d events", seen)
                        .containsExactlyElementsOf(all.subList(seen, all.size()));
            }
        } finally {
            Stack.await(other.close());
        }
    }

    @Test
    void resumesAStreamThatIsStillRunning() throws Exception {
        String id = client.generate(CAT);
        stack.worker().paint(id);
        List<Event> first = client.events(id, "", 5);
        CompletableFuture<List<Event>> rest = client.reading(id, first.get(4).id(), ALL);
        stack.worker().completed(id, "image".getBytes(StandardCharsets.UTF_8));

        WholeLife.check(Stream.concat(first.stream(), rest.get(20, TimeUnit.SECONDS).stream())
                .map(Event::name)
                .toList());
    }

    @Test
    void givesEverySubscriberTheSameStream() throws Exception {
        String id = client.generate(CAT);
        Gateway other = stack.gateway();
        try {
            List<CompletableFuture<List<Event>>> readers = List.of(
                    client.reading(id, "", ALL), client.reading(id, "", ALL), new Client(other).reading(id, "", ALL));
            stack.worker().paint(id);
            stack.worker().completed(id, "image".getBytes(StandardCharsets.UTF_8));
            for (CompletableFuture<List<Event>> reader : readers) {
                assertThat(reader.get(20, TimeUnit.SECONDS)).hasSize(10);
            }
        } finally {
            Stack.await(other.close());
        }
    }

    @Test
    void survivesARestart() throws Exception {
        Gateway first = stack.gateway();
        String id = new Client(first).generate(CAT);
        List<Event> seen = new Client(first).events(id, "", 1);
        Stack.await(first.close());
        stack.worker().paint(id);
        stack.worker().completed(id, new byte[] {1});
        Gateway second = stack.gateway();
        try {
            assertThat(new Client(second).events(id, seen.get(0).id(), ALL)).hasSize(9);
        } finally {
            Stack.await(second.close());
        }
    }

    @Test
    void refusesCursorsOfOtherJobs() throws Exception {
        String id = client.generate(CAT);
        String path = "/v1/generations/" + id + "/events";
        int other = (JobId.parse(id).partition() + 1) % 8;
        for (String cursor : List.of("17", "x", other + ".0.0.none.0", "0.-1.0.none.0")) {
            HttpResponse<String> response = client.send(client.request(path).header("last-event-id", cursor));
            assertThat(response.statusCode()).as(cursor).isEqualTo(400);
            assertThat(Client.json(response.body()).at("/problems/0/field").textValue())
                    .isEqualTo("Last-Event-ID");
        }
    }
}
