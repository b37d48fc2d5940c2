package io.strait.schemas.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Artifacts as files of one directory. A file appears whole or not at all, also after a crash: it is written aside, forced to disk and
 * renamed.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.[a-z0-9]{1,8}");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,8}");

    private final Path directory;

    /** @param directory created with the first artifact if absent */
    public DirectoryArtifactStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public String put(byte[] content, String extension) throws IOException {
        if (!EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException("extension: expected 1 to 8 of a-z and 0-9, got '" + extension + "'");
        }
        String name = sha256(content) + "." + extension;
        Path target = directory.resolve(name);
        if (Files.exists(target)) {
            return name;
        }
        Files.createDirectories(directory);
        Path aside = directory.resolve(".new-" + UUID.randomUUID());
        try {
            write(aside, content);
            Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true); // the rename itself
        }
        return name;
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("artifact: expected a SHA-256 in hex, a dot and an extension");
        }
        try {
            return Optional.of(Files.readAllBytes(directory.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }
}
