package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What must not be left behind: connections of a gateway, memory, and buffers that Netty's most suspicious detector misses. */
final class LeakWatch implements AutoCloseable {
    private static final long MOST_GROWTH_BYTES = 48L << 20;
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
    /** Established, and waiting for this side to close. */
    private static final Set<String> STATES = Set.of("01", "08");

    private final int port;
    private final IntFunction<@Nullable String> said;
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();
    private final Logger log = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private long warmBytes;

    /** @param said what came over a connection last, by the client's port; null for connections that do not count */
    LeakWatch(int port, IntFunction<@Nullable String> said) {
        this.port = port;
        this.said = said;
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        log.addAppender(reports);
    }

    /** From now on memory must not grow: caches are filled. */
    void warm() {
        awaitNoConnections();
        warmBytes = used();
    }

    void check() {
        awaitNoConnections();
        long grown = used() - warmBytes;
        log.warn("fuzz heap used={} MB grown={} MB", (warmBytes + grown) >> 20, grown >> 20);
        assertThat(grown).as("bytes kept").isLessThan(MOST_GROWTH_BYTES);
        // Leaks are reported when another buffer is made after the collection.
        for (int i = 0; i < 100; i++) {
            ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
        assertThat(reports.list.stream()
                        .filter(event -> event.getFormattedMessage().contains("LEAK")))
                .isEmpty();
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void awaitNoConnections() {
        Awaitility.await("no connections")
                .atMost(20, TimeUnit.SECONDS)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(connections()).isEmpty());
    }

    /** Sockets of the gateway's side that are open, or that only the other side has closed; none where the table is not to be had. */
    private List<String> connections() throws IOException {
        List<String> found = new ArrayList<>();
        String local = ":" + String.format(Locale.ROOT, "%04X", port);
        for (Path table : TABLES) {
            if (Files.exists(table)) {
                for (String line : Files.readAllLines(table)) {
                    String[] columns = line.strip().split("\\s+", -1);
                    if (columns.length > 3 && columns[1].endsWith(local) && STATES.contains(columns[3])) {
                        int client = Integer.parseInt(columns[2].substring(columns[2].lastIndexOf(':') + 1), 16);
                        String last = said.apply(client);
                        // Others are the well-behaved client's, which keeps them for later.
                        if (last != null) {
                            found.add("state " + columns[3] + ", last: " + last);
                        }
                    }
                }
            }
        }
        return found;
    }

    @Override
    public void close() {
        log.detachAppender(reports);
        ResourceLeakDetector.setLevel(before);
    }
}
