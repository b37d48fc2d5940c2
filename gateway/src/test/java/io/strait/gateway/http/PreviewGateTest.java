package io.strait.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PreviewGateTest {
    /** A queue that is full when the test says so. */
    private static final class Reader implements WriteStream<String> {
        private final List<String> written = new ArrayList<>();
        private boolean full;
        private @Nullable Handler<Void> drained;

        @Override
        public WriteStream<String> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public Future<Void> write(String data) {
            written.add(data);
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<String> setWriteQueueMaxSize(int most) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return full;
        }

        @Override
        public WriteStream<String> drainHandler(@Nullable Handler<Void> handler) {
            drained = handler;
            return this;
        }

        void drain() {
            full = false;
            if (drained != null) {
                drained.handle(null);
            }
        }
    }

    private final Reader reader = new Reader();
    private final PreviewGate gate = new PreviewGate(reader);

    private void preview(String stream, String text) {
        gate.preview(stream, () -> reader.write(text));
    }

    private void event(String stream, String text) {
        gate.event(stream, () -> reader.write(text));
    }

    @Test
    void passesEverythingToAReaderThatKeepsUp() {
        preview("a", "1");
        event("a", "2");
        preview("a", "3");

        assertThat(reader.written).containsExactly("1", "2", "3");
    }

    @Test
    void keepsOnlyTheLatestPreviewOfEachStreamForASlowReader() {
        reader.full = true;
        preview("a", "a1");
        preview("b", "b1");
        preview("a", "a2");
        assertThat(reader.written).isEmpty();

        reader.drain();

        assertThat(reader.written).containsExactly("a2", "b1");
    }

    @Test
    void neverHoldsAnEventBackAndDropsThePreviewItOvertakes() {
        reader.full = true;
        preview("a", "a1");
        preview("b", "b1");
        event("a", "a completed");
        assertThat(reader.written).containsExactly("a completed");

        reader.drain();

        assertThat(reader.written).containsExactly("a completed", "b1");
    }
}
