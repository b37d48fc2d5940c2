package io.strait.engine.image;

/** An image in a file format. The bytes are handed over, not copied: callers must not change them. */
public final class EncodedImage {
    private final String format;
    private final int width;
    private final int height;
    private final byte[] bytes;

    EncodedImage(String format, int width, int height, byte[] bytes) {
        this.format = format;
        this.width = width;
        this.height = height;
        this.bytes = bytes;
    }

    /** Name of the format: {@code png} or {@code jpeg}. */
    public String format() {
        return format;
    }

    /** Width in pixels. */
    public int width() {
        return width;
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /** The file's bytes. */
    public byte[] bytes() {
        return bytes;
    }
}
