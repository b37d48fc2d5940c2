package io.strait.trainer.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;

/**
 * Images as raw bytes in one file, RGB, height x width x 3, all the same side. Read by position rather than mapped:
 * the page cache serves either way, and resident memory stays a useful figure. Thread-safe.
 */
public final class PackedImages implements AutoCloseable {
    /**
     * What is in the file.
     *
     * @param side pixels per side
     * @param labels labels in id order
     * @param images images in file order
     */
    public record Index(int side, List<String> labels, List<Item> images) {
        public Index {
            labels = List.copyOf(labels);
            images = List.copyOf(images);
        }
    }

    /**
     * One image.
     *
     * @param label id of its label
     * @param stem what it shows
     * @param path where it came from
     */
    public record Item(int label, String stem, String path) {}

    private static final int LEAST = 8;

    private final Index index;
    private final FileChannel channel;

    private PackedImages(Index index, FileChannel channel) {
        this.index = index;
        this.channel = channel;
    }

    /**
     * Packs a folder once; later calls open what is there as long as the folder lists the same files.
     *
     * @param side pixels per side; of an image of another size the middle square is scaled to it
     * @param report told about each bad file
     */
    public static PackedImages open(ImageFolder folder, Path cache, int side, Consumer<String> report)
            throws IOException {
        Path bytes = cache.resolve("images-" + side + ".u8");
        Path json = cache.resolve("images-" + side + ".json");
        Path list = cache.resolve("images-" + side + ".list");
        ObjectMapper mapper = new ObjectMapper();
        List<String> paths =
                folder.images().stream().map(ImageFolder.Image::path).toList();
        if (!Files.exists(list) || !Files.readAllLines(list).equals(paths)) {
            Files.createDirectories(cache);
            Files.deleteIfExists(list);
            mapper.writeValue(json.toFile(), pack(folder, bytes, side, report));
            Files.write(list, paths);
        }
        Index index = mapper.readValue(json.toFile(), Index.class);
        return new PackedImages(index, FileChannel.open(bytes, StandardOpenOption.READ));
    }

    private static Index pack(ImageFolder folder, Path target, int side, Consumer<String> report) throws IOException {
        List<Item> items = new ArrayList<>();
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ImageFolder.Image image : folder.images()) {
                try {
                    ByteBuffer rgb = ByteBuffer.wrap(read(folder.root().resolve(image.path()), side));
                    while (rgb.hasRemaining()) {
                        out.write(rgb);
                    }
                    items.add(new Item(folder.labels().indexOf(image.label()), image.stem(), image.path()));
                } catch (BadImageException e) {
                    report.accept("skipped " + e.getMessage());
                }
            }
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        return new Index(side, folder.labels(), items);
    }

    private static byte[] read(Path file, int side) throws BadImageException {
        BufferedImage image;
        try {
            image = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) { // readers answer broken files with either
            throw new BadImageException(file + ": expected a readable image, got " + e.getMessage(), e);
        }
        if (image == null) {
            throw new BadImageException(file + ": expected a readable image, got none", null);
        }
        BufferedImage rgb = MiddleSquare.of(image, side);
        int[] pixels = rgb.getRGB(0, 0, side, side, null, 0, side);
        byte[] out = new byte[pixels.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            out[3 * i] = (byte) (pixels[i] >> 16);
            out[3 * i + 1] = (byte) (pixels[i] >> 8);
            out[3 * i + 2] = (byte) pixels[i];
        }
        return out;
    }

    /** What is in the file. */
    public Index index() {
        return index;
    }

    /** Number of images. */
    public int count() {
        return index.images().size();
    }

    /** Indexes of the images held out, or of the others. */
    public int[] part(boolean validation) {
        return java.util.stream.IntStream.range(0, count())
                .filter(i -> Split.isValidation(index.images().get(i).stem()) == validation)
                .toArray();
    }

    /** One image, (side, side, 3) row-major. */
    public byte[] rgb(int image) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(3 * index.side() * index.side());
        long at = (long) image * into.capacity();
        while (into.hasRemaining()) {
            int read = channel.read(into, at + into.position());
            if (read < 0) {
                throw new EOFException(
                        "image " + image + ": expected " + into.capacity() + " bytes, got " + into.position());
            }
        }
        return into.array();
    }

    /**
     * Makes sure that there is enough to train with.
     *
     * @throws IOException naming what is missing
     */
    public void requireEnough(Path folder) throws IOException {
        int train = part(false).length;
        int held = part(true).length;
        if (train < LEAST || held == 0) {
            throw new IOException(
                    folder + ": expected at least " + LEAST + " readable images to train on and 1 held out"
                            + " (a twentieth, chosen by file name), got " + train + " and " + held);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static final class BadImageException extends Exception {
        private static final long serialVersionUID = 1L;

        BadImageException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
