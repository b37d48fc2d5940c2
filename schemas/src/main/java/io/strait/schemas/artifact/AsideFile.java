package io.strait.schemas.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file that gets its name when all of it is on the disk. Closing it before forgets it. */
final class AsideFile implements AutoCloseable {
    /** How files begin that are not finished. */
    static final String PREFIX = ".new-";

    private final Path directory;
    private final Path aside;
    private final FileChannel out;

    /** @param directory exists */
    AsideFile(Path directory) throws IOException {
        this.directory = directory;
        this.aside = directory.resolve(PREFIX + UUID.randomUUID());
        this.out = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    /** Forces it to the disk and renames it, unless there is a file of that name: then it is as new as this one now. */
    void keep(String name) throws IOException {
        out.force(false); // the length, but no times
        out.close();
        Path target = directory.resolve(name);
        if (!DirectoryArtifactStore.keptAnew(target)) {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true); // the rename itself
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(aside);
    }
}
