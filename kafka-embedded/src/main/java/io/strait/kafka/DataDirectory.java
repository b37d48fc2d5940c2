package io.strait.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * The broker's directory, held by one process at a time. Besides Kafka's own files it has a lock and a file that names the metadata version
 * with which it was formatted.
 */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK = "strait.lock";
    private static final String VERSION = "strait.version";
    private static final String FORMATTED = "meta.properties";

    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Takes the directory; formats it if it is new.
     *
     * @throws BrokerStartException if another process has it, it holds something else, or a newer Kafka made it
     */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            refuseForeign(path);
            FileChannel channel =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            DataDirectory directory = new DataDirectory(path, channel);
            try {
                directory.lock();
                directory.prepare();
                return directory;
            } catch (IOException | RuntimeException e) {
                directory.close();
                throw e;
            }
        } catch (IOException e) {
            throw new BrokerStartException("data directory " + path + ": cannot be used: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    private static void refuseForeign(Path path) throws IOException {
        if (Files.exists(path.resolve(VERSION))) {
            return;
        }
        try (Stream<Path> entries = Files.list(path)) {
            List<String> foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.equals(LOCK))
                    .limit(3)
                    .toList();
            if (!foreign.isEmpty()) {
                throw new BrokerStartException("data directory " + path
                        + ": expected an empty directory or one that this broker made, got one with " + foreign);
            }
        }
    }

    private void lock() throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // this very process has it
        }
        if (lock == null) {
            throw new BrokerStartException(
                    "data directory " + path + ": expected no other user, got one: another broker is running on it");
        }
    }

    private void prepare() throws IOException {
        MetadataVersion ours = MetadataVersion.latestProduction();
        Path versionFile = path.resolve(VERSION);
        if (Files.exists(versionFile)) {
            String found = Files.readString(versionFile).strip();
            if (!readable(found)) {
                throw new BrokerStartException("data directory " + path + ": expected one of Kafka metadata version "
                        + ours + " or older, got " + found);
            }
        } else {
            // before formatting, so that an interrupted first start can be told from somebody else's directory
            Files.write(versionFile, ours.toString().getBytes(StandardCharsets.UTF_8));
        }
        if (!Files.exists(path.resolve(FORMATTED))) {
            format(ours);
        }
    }

    private static boolean readable(String version) {
        try {
            return MetadataVersion.fromVersionString(version, false).compareTo(MetadataVersion.latestProduction()) <= 0;
        } catch (IllegalArgumentException e) {
            return false; // one that this Kafka has never heard of
        }
    }

    private void format(MetadataVersion version) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(path.toString())
                    .setMetadataLogDirectory(path.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setReleaseVersion(version)
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException("data directory " + path + ": cannot be formatted", e);
        }
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            channel.close(); // and with it the lock
        } catch (IOException e) {
            throw new UncheckedIOException("data directory " + path + ": lock cannot be given back", e);
        }
    }
}
