package io.strait.schemas.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Content on its way into a store. Closing it unfinished forgets it. For one thread at a time. */
public abstract class ArtifactWriter extends OutputStream {
    /** For stores. */
    protected ArtifactWriter() {}

    /**
     * Keeps what has been written; nothing more may be written.
     *
     * @return the name, as {@link ArtifactStore#put} gives it
     * @throws IOException if it could not be kept
     */
    public abstract String finish() throws IOException;

    @Override
    public final void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;

    /** Forgets what has been written unless it was finished. */
    @Override
    public abstract void close() throws IOException;
}
