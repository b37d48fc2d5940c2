package io.strait.trainer.data;

/** Raw images to network input: (3, side, side) planes in [-1, 1]. */
public final class Pictures {
    private Pictures() {}

    /**
     * Copies a square crop into a batch.
     *
     * @param rgb (size, size, 3)
     * @param shrink side of the block of pixels averaged to one: 1 or 2 (2 is bilinear downsampling by two)
     * @param x left edge of the crop, in pixels of the shrunk image
     * @param y top edge
     * @param flip mirror left to right
     * @param into batch of (3, side, side)
     * @param at index of the image in the batch
     */
    public static void crop(
            byte[] rgb, int size, int shrink, int x, int y, int side, boolean flip, float[] into, int at) {
        int plane = side * side;
        double unit = 1 / (127.5 * shrink * shrink);
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                int from = 3 * (((y + row) * shrink) * size + (x + column) * shrink);
                int to = (3 * at) * plane + row * side + (flip ? side - 1 - column : column);
                for (int c = 0; c < 3; c++) {
                    int sum = 0;
                    for (int i = 0; i < shrink; i++) {
                        for (int j = 0; j < shrink; j++) {
                            sum += rgb[from + 3 * (i * size + j) + c] & 0xff;
                        }
                    }
                    into[to + c * plane] = (float) (sum * unit - 1);
                }
            }
        }
    }

    /** The whole image, shrunk, as one batch entry. */
    public static void whole(byte[] rgb, int size, int shrink, boolean flip, float[] into, int at) {
        crop(rgb, size, shrink, 0, 0, size / shrink, flip, into, at);
    }
}
