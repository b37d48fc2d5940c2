package io.strait.gateway.openai.batch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a file, one in memory at a time. Not thread-safe; closes the stream. */
final class LineReader implements AutoCloseable {
    /** Longest line in bytes; what is longer is cut there. */
    static final int MAX_BYTES = 1 << 20;

    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long bytes;
    private int lines;
    private boolean cut;

    /** From the beginning of a file. */
    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in, BUFFER);
    }

    /**
     * From a line on.
     *
     * @param lines before it
     * @param bytes before it
     */
    LineReader(InputStream in, int lines, long bytes) throws IOException {
        this(in);
        this.in.skipNBytes(bytes);
        this.lines = lines;
        this.bytes = bytes;
    }

    /** The next line without its end, of at most {@link #MAX_BYTES}; null after the last. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        cut = false;
        int one = in.read();
        if (one < 0) {
            return null;
        }
        lines++;
        while (one >= 0) {
            bytes++;
            if (one == '\n') {
                break;
            }
            if (line.size() < MAX_BYTES) {
                line.write(one);
            } else {
                cut = true;
            }
            one = in.read();
        }
        return line.toByteArray();
    }

    /** Whether the last line was longer than it may be. */
    boolean cut() {
        return cut;
    }

    /** Lines read, which is the number of the last one. */
    int lines() {
        return lines;
    }

    /** Bytes read, ends of lines included. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Whether a line holds nothing: such lines are passed over. */
    static boolean blank(byte[] line) {
        for (byte one : line) {
            if (one != ' ' && one != '\t' && one != '\r') {
                return false;
            }
        }
        return true;
    }
}
