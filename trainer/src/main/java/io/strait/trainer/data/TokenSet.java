package io.strait.trainer.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tokens of every view of every image ({@link Views}), at both sizes. The small image is the large one averaged over
 * blocks of two by two.
 */
public final class TokenSet {
    /** Which grid of which size. */
    public enum Kind {
        /** Top grid of the small image. */
        TOP(0),
        /** Bottom grid of the small image. */
        BOTTOM(1),
        /** Top grid of the large image. */
        LARGE_TOP(2),
        /** Bottom grid of the large image. */
        LARGE_BOTTOM(3);

        private final int index;

        Kind(int index) {
            this.index = index;
        }

        /** Place of its array in a token set. */
        public int index() {
            return index;
        }
    }

    private final String tokenizer;
    private final int images;
    private final short[][] ids;
    private final int every;

    /**
     * Takes over the arrays.
     *
     * @param tokenizer hash of the tokenizer that made them
     * @param images number of images
     * @param every large grids are there for every image whose number is a multiple of this
     * @param ids by kind; within, image by image, {@link Views#COUNT} views of each; empty for kinds not made
     */
    public TokenSet(String tokenizer, int images, int every, short[][] ids) {
        this.tokenizer = tokenizer;
        this.images = images;
        this.every = every;
        this.ids = ids.clone();
    }

    /** Number of images with large grids, when every image whose number is a multiple of {@code every} has them. */
    public static int largeCount(int images, int every) {
        return (images + every - 1) / every;
    }

    /** Large grids are there for every image whose number is a multiple of this. */
    public int every() {
        return every;
    }

    /** Hash of the tokenizer that made them. */
    public String tokenizer() {
        return tokenizer;
    }

    /** Number of images. */
    public int images() {
        return images;
    }

    /** Ids by kind, as given to the constructor; empty where not made. */
    public short[][] arrays() {
        return ids.clone();
    }

    /**
     * Tokens of one grid, row-major.
     *
     * @param view number of the view; 0 is the image itself
     */
    public long[] grid(Kind kind, int image, int view) {
        short[] all = ids[kind.index()];
        boolean large = kind == Kind.LARGE_TOP || kind == Kind.LARGE_BOTTOM;
        if (large && image % every != 0) {
            throw new IllegalArgumentException(
                    kind + ": expected an image that is a multiple of " + every + ", got " + image);
        }
        int count = large ? largeCount(images, every) : images;
        int size = all.length / (Views.COUNT * count);
        int from = (Views.COUNT * (large ? image / every : image) + view) * size;
        long[] out = new long[size];
        for (int i = 0; i < size; i++) {
            out[i] = all[from + i] & 0xffff;
        }
        return out;
    }

    /** Writes beside the file, then renames. */
    public void save(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 20))) {
            out.writeUTF(tokenizer);
            out.writeInt(images);
            out.writeInt(every);
            out.writeInt(Views.COUNT);
            for (short[] array : ids) {
                out.writeInt(array.length);
                ByteBuffer bytes = ByteBuffer.allocate(2 * array.length);
                bytes.asShortBuffer().put(array);
                out.write(bytes.array());
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads what {@link #save} wrote. */
    public static TokenSet load(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            String tokenizer = in.readUTF();
            int images = in.readInt();
            int every = in.readInt();
            int views = in.readInt();
            if (views != Views.COUNT) {
                throw new IOException(file.getFileName() + ": expected " + Views.COUNT + " views, got " + views
                        + "; delete it to have it made again");
            }
            short[][] ids = new short[Kind.values().length][];
            for (int kind = 0; kind < ids.length; kind++) {
                ids[kind] = new short[in.readInt()];
                ByteBuffer bytes = ByteBuffer.allocate(2 * ids[kind].length);
                in.readFully(bytes.array());
                bytes.asShortBuffer().get(ids[kind]);
            }
            return new TokenSet(tokenizer, images, every, ids);
        }
    }

    /**
     * Cuts a square window out of a grid.
     *
     * @param ids (side · side)
     * @param perSide windows per side
     * @param window number of the window, row-major
     */
    public static long[] window(long[] ids, int perSide, int window) {
        if (perSide == 1) {
            return ids;
        }
        int side = (int) Math.round(Math.sqrt(ids.length));
        int s = side / perSide;
        long[] out = new long[s * s];
        int x = window % perSide * s;
        for (int row = 0; row < s; row++) {
            int from = (window / perSide * s + row) * side + x;
            System.arraycopy(ids, from, out, row * s, s);
        }
        return out;
    }
}
