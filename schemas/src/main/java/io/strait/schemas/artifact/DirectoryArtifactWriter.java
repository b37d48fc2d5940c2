package io.strait.schemas.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Writes aside, hashing, and gives the file its name when all is on the disk. */
final class DirectoryArtifactWriter extends ArtifactWriter {
    private final String extension;
    private final AsideFile file;
    private final MessageDigest digest = ArtifactNames.sha256();

    /** @param directory exists */
    DirectoryArtifactWriter(Path directory, String extension) throws IOException {
        this.extension = extension;
        this.file = new AsideFile(directory);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        file.write(bytes, offset, length);
    }

    @Override
    public String finish() throws IOException {
        String name = ArtifactNames.name(digest.digest(), extension);
        file.keep(name);
        return name;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
