package io.strait.gateway.openai.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the parts of a form go: those named {@code file} into a stream as they come, with or without a file name (openai-java sends bytes
 * without), and the rest, which must be short, into memory.
 */
final class FormSink {
    static final String FILE = "file";

    private static final int LONGEST_FIELD = 4_096;

    private final OutputStream content;
    private final long mostBytes;
    private final Map<String, String> fields = new HashMap<>();
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private String part = "";
    private long bytes;
    private int files;
    private String filename = "";

    /** @param mostBytes of the file */
    FormSink(OutputStream content, long mostBytes) {
        this.content = content;
        this.mostBytes = mostBytes;
    }

    /** The form is longer than it may be. */
    static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;

        TooLong(String message) {
            super(message);
        }
    }

    /** Bytes of the file. */
    long bytes() {
        return bytes;
    }

    /** How many parts were files: one is right. */
    int files() {
        return files;
    }

    /** As the client calls it; empty if it does not. */
    String filename() {
        return filename;
    }

    /** The short parts by name. */
    Map<String, String> fields() {
        return fields;
    }

    /** A part begins. */
    void begin(String name, String itsFilename) {
        part = name;
        field.reset();
        if (name.equals(FILE)) {
            files++;
            filename = itsFilename;
        }
    }

    /** The part goes on. */
    void write(byte[] piece, int length) throws IOException {
        if (part.equals(FILE)) {
            bytes += length;
            if (bytes > mostBytes) {
                throw new TooLong("file: expected at most " + mostBytes + " bytes");
            }
            content.write(piece, 0, length);
            return;
        }
        if (field.size() + length > LONGEST_FIELD) {
            throw new TooLong("form: expected fields of at most " + LONGEST_FIELD + " bytes");
        }
        field.write(piece, 0, length);
    }

    /** The part ends. */
    void end() {
        if (!part.equals(FILE)) {
            fields.putIfAbsent(part, field.toString(StandardCharsets.UTF_8));
        }
    }
}
