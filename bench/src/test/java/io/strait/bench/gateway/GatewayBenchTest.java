package io.strait.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GatewayBenchTest {
    @Test
    void refusesOptionsOutOfRange() {
        assertThat(new CommandLine(new GatewayCommand()).execute("--streams", "0"))
                .isEqualTo(2);
        assertThat(new CommandLine(new GatewayCommand()).execute("--only", "everything"))
                .isEqualTo(2);
    }

    @Test
    void ranksLatencies() {
        Latencies latencies = new Latencies();
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(0, -1, -1, -1));
        for (int millis = 1; millis <= 10_000; millis++) {
            latencies.add(millis * 1_000_000L);
        }
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(10_000, 5_000, 9_900, 10_000));
    }

    @Test
    void theRecordingHasTwentyEventsBeforeTheLastStageEnds() {
        assertThat(Recording.read().moments())
                .hasSize(Resuming.EVENTS + 2)
                .isSortedAccordingTo((a, b) -> Long.compare(a.afterMillis(), b.afterMillis()))
                .endsWith(new Recording.Moment(9107, "completed", null, 0, 0));
    }

    /** Cut everywhere: frames come in parts as the network likes. */
    @Test
    void readsFramesInParts() {
        byte[] image = new byte[70_000];
        ByteBuffer all = ByteBuffer.allocate(80_000)
                .put("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {(byte) 0x81, 2, 'h', 'i'})
                .put(new byte[] {(byte) 0x82, 127})
                .putLong(image.length)
                .put(image)
                .put(new byte[] {(byte) 0x81, 0})
                .put(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe9})
                .flip();
        for (int part : new int[] {1, 2, 3, 7, 1_000, 80_000}) {
            List<String> seen = new ArrayList<>();
            SocketLink link = new SocketLink("/") {
                @Override
                void text(String text) {
                    seen.add("text " + text);
                }

                @Override
                void binary(ByteBuffer payload, long payloadBytes) {
                    seen.add("binary " + payloadBytes + " kept " + payload.remaining());
                }

                @Override
                void closing(int code) {
                    seen.add("close " + code);
                }
            };
            ByteBuffer in = all.duplicate();
            while (in.hasRemaining()) {
                int size = Math.min(part, in.remaining());
                link.received(in.slice(in.position(), size));
                in.position(in.position() + size);
            }
            assertThat(link.open()).isCompleted();
            assertThat(seen)
                    .as("parts of %d bytes", part)
                    .containsExactly("text hi", "binary 70000 kept 1024", "text ", "close 1001");
        }
    }
}
