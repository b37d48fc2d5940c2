package io.strait.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

final class EventStreamTest {
    @Test
    void readsNameCursorAndData() throws IOException {
        EventStream stream = stream(": hello\n\nevent: queued\nid: c1\ndata: {\"size\":\ndata: 256}\n\nretry: 5\n\n");
        ServerEvent event = stream.next().orElseThrow();
        assertThat(event.name()).isEqualTo("queued");
        assertThat(event.id()).isEqualTo("c1");
        assertThat(event.data().path("size").asInt()).isEqualTo(256);
        assertThat(stream.next()).isEmpty();
    }

    @Test
    void keepsTheCursorOfTheEventBefore() throws IOException {
        EventStream stream = stream("id: c1\nevent: started\ndata: {}\n\nevent: completed\ndata: {}\n\n");
        assertThat(stream.next().orElseThrow().isTerminal()).isFalse();
        ServerEvent last = stream.next().orElseThrow();
        assertThat(last.id()).isEqualTo("c1");
        assertThat(last.isTerminal()).isTrue();
    }

    @Test
    void doesNotTakeHalfAnEvent() throws IOException {
        assertThat(stream("event: completed\ndata: {}").next()).isEmpty();
    }

    @Test
    void refusesDataThatIsNotJson() {
        assertThatThrownBy(() -> stream("event: queued\ndata: {\n\n").next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("queued");
    }

    private static EventStream stream(String text) {
        return new EventStream(new BufferedReader(new StringReader(text)), new ObjectMapper());
    }
}
