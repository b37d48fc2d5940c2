package io.strait.schemas.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.UUID;

/** Writes aside, hashing, and renames when all is on the disk. */
final class DirectoryArtifactWriter extends ArtifactWriter {
    /** How files begin that are not finished. */
    static final String ASIDE = ".new-";

    private final Path directory;
    private final String extension;
    private final Path aside;
    private final FileChannel out;
    private final MessageDigest digest = ArtifactNames.sha256();

    /** @param directory exists */
    DirectoryArtifactWriter(Path directory, String extension) throws IOException {
        this.directory = directory;
        this.extension = extension;
        this.aside = directory.resolve(ASIDE + UUID.randomUUID());
        this.out = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    @Override
    public String finish() throws IOException {
        out.force(true);
        out.close();
        String name = ArtifactNames.name(digest.digest(), extension);
        Path target = directory.resolve(name);
        if (!DirectoryArtifactStore.keptAnew(target)) {
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true); // the rename itself
            }
        }
        return name;
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(aside);
    }
}
