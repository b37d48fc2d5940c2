package io.strait.gateway.settings;

import io.strait.gateway.request.InvalidRequestException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that is read again when it has changed. It is looked at every second: that also works over network mounts, and where
 * the file is swapped behind a link. What cannot be understood changes nothing, and is logged once. Thread-safe.
 */
public final class WatchedFile<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);
    private static final long PERIOD_MILLIS = 1_000;
    private static final long MOST_BYTES = 16 << 20;

    private final Vertx vertx;
    private final String name;
    private final Path path;
    private final Function<byte[], T> parser;
    private final long timer;
    private volatile T content;
    /** Read and written by one look at a time. */
    private byte[] bytes;

    private volatile String trouble = "";

    private WatchedFile(Vertx vertx, String name, Path path, Function<byte[], T> parser, byte[] bytes, T content) {
        this.vertx = vertx;
        this.name = name;
        this.path = path;
        this.parser = parser;
        this.bytes = bytes;
        this.content = content;
        this.timer = vertx.setPeriodic(
                PERIOD_MILLIS,
                again -> vertx.executeBlocking(
                                () -> {
                                    look();
                                    return null;
                                },
                                false)
                        .onFailure(failure -> LOG.error("file.unwatched name={}", name, failure)));
    }

    /**
     * Reads a file, now and whenever it changes. Blocks.
     *
     * @param name what the file holds, for messages
     * @param parser throws an IllegalArgumentException whose message says what is wrong, without secrets
     * @throws IllegalArgumentException if it cannot be read or understood
     */
    public static <T> WatchedFile<T> open(Vertx vertx, String name, Path path, Function<byte[], T> parser) {
        byte[] bytes;
        try {
            bytes = read(path);
        } catch (IOException e) {
            throw new IllegalArgumentException(name + ": expected a file that can be read, got " + path, e);
        }
        try {
            return new WatchedFile<>(vertx, name, path, parser, bytes, parser.apply(bytes));
        } catch (IllegalArgumentException | InvalidRequestException e) {
            throw new IllegalArgumentException(name + " in " + path + ": " + e.getMessage(), e);
        }
    }

    /** What the file said when it was last understood. */
    public T content() {
        return content;
    }

    private synchronized void look() {
        try {
            byte[] found = read(path);
            if (!Arrays.equals(found, bytes)) {
                bytes = found;
                content = parser.apply(found);
                LOG.info("file.read name={} path={}", name, path);
                trouble = "";
            }
        } catch (IOException e) {
            complain("cannot be read: " + e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            complain(String.valueOf(e.getMessage()));
        }
    }

    private void complain(String problem) {
        if (!problem.equals(trouble)) {
            trouble = problem;
            LOG.warn("file.kept name={} path={}: what it said before still holds: {}", name, path, problem);
        }
    }

    private static byte[] read(Path path) throws IOException {
        if (Files.size(path) > MOST_BYTES) {
            throw new IOException(path + ": expected at most " + MOST_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
    }
}
