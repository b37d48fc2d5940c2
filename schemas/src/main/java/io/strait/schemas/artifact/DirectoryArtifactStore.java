package io.strait.schemas.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Artifacts as files of one directory. A file appears whole or not at all, also after a crash: it is written aside, forced to disk and
 * renamed.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    /** What a process that was killed was writing. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Path directory;

    /** @param directory created with the first artifact if absent */
    public DirectoryArtifactStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public String put(byte[] content, String extension) throws IOException {
        String name =
                ArtifactNames.name(ArtifactNames.sha256().digest(content), ArtifactNames.checkExtension(extension));
        if (keptAnew(directory.resolve(name))) {
            return name;
        }
        Files.createDirectories(directory);
        // Not by a writer, which would hash the content once more: milliseconds before an image's end is told.
        try (AsideFile file = new AsideFile(directory)) {
            file.write(content, 0, content.length);
            file.keep(name);
            return name;
        }
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public ArtifactWriter create(String extension) throws IOException {
        ArtifactNames.checkExtension(extension);
        Files.createDirectories(directory);
        return new DirectoryArtifactWriter(directory, extension);
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        try {
            return Optional.of(Files.newInputStream(file(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    @Override
    public void list(Consumer<StoredArtifact> each) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                visit(file, each);
            }
        } catch (NoSuchFileException e) {
            // Nothing has been kept yet.
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void visit(Path file, Consumer<StoredArtifact> each) throws IOException {
        String name = file.getFileName().toString();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Instant modified = attributes.lastModifiedTime().toInstant();
            if (ArtifactNames.valid(name)) {
                each.accept(new StoredArtifact(name, attributes.size(), modified));
            } else if (name.startsWith(AsideFile.PREFIX)
                    && modified.isBefore(Instant.now().minus(ABANDONED))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Gone since it was listed.
        }
    }

    /** Whether there is such content; if so it is as new as what is written now, lest it be swept. */
    static boolean keptAnew(Path file) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private Path file(String name) {
        return directory.resolve(ArtifactNames.check(name));
    }
}
