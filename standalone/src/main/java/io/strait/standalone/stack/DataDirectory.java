package io.strait.standalone.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The directory that outlives the process, held by one process at a time. The lock goes with the process, however it ends. */
final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;

    private DataDirectory(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Creates the directory where it is missing, and takes it.
     *
     * @throws StackException if another process has it, or it cannot be written
     */
    static DataDirectory take(Path root) {
        Path file = root.resolve("strait.lock");
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                throw new StackException("data directory " + root
                        + ": another running strait uses it; stop that one, or" + " choose another with --data");
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw new StackException("data directory " + root + ": expected a folder this user may write to", e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // the holder is in this very process
            return null;
        }
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    /** Where images are, unless they are kept elsewhere. */
    static Path artifacts(Path root) {
        return root.resolve("artifacts");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
