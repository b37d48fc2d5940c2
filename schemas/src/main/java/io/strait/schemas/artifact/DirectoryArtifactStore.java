package io.strait.schemas.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Artifacts as files of one directory. A file appears whole or not at all, also after a crash: it is written aside, forced to disk and
 * renamed.
 */
public final class DirectoryArtifactStore implements ArtifactStore {
    private final Path directory;

    /** @param directory created with the first artifact if absent */
    public DirectoryArtifactStore(Path directory) {
        this.directory = directory;
    }

    @Override
    public String put(byte[] content, String extension) throws IOException {
        String name =
                ArtifactNames.name(ArtifactNames.sha256().digest(content), ArtifactNames.checkExtension(extension));
        if (Files.exists(directory.resolve(name))) {
            return name;
        }
        try (ArtifactWriter writer = create(extension)) {
            writer.write(content);
            return writer.finish();
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

    private Path file(String name) {
        return directory.resolve(ArtifactNames.check(name));
    }
}
