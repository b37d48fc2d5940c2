package io.strait.engine.image;

/** Pixels: 8 bits each of red, green and blue, row by row from the top. Copies what it is given. */
public final class RgbImage {
    private final byte[] rgb;
    private final int width;
    private final int height;

    /**
     * Creates an image.
     *
     * @param rgb {@code 3 * width * height} bytes
     * @throws IllegalArgumentException if there are more or fewer
     */
    public RgbImage(byte[] rgb, int width, int height) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("rgb: expected " + width + " x " + height + " x 3 = "
                    + 3L * width * height + " bytes, got " + rgb.length);
        }
        this.rgb = rgb.clone();
        this.width = width;
        this.height = height;
    }

    /** Width in pixels. */
    public int width() {
        return width;
    }

    /** Height in pixels. */
    public int height() {
        return height;
    }

    /** The pixels; a copy. */
    public byte[] rgb() {
        return rgb.clone();
    }
}
