package io.strait.trainer.training;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Images side by side in one PNG, to look at. */
public final class ContactSheet {
    private final int columns;
    private final List<float[]> images = new ArrayList<>();

    /** An empty sheet. */
    public ContactSheet(int columns) {
        this.columns = columns;
    }

    /** Adds images in reading order; each (3, side, side) in [-1, 1], all of one side. */
    public void add(float[] batch, int count) {
        int size = batch.length / count;
        for (int i = 0; i < count; i++) {
            images.add(java.util.Arrays.copyOfRange(batch, i * size, (i + 1) * size));
        }
    }

    /** Writes beside the file, then renames. */
    public void save(Path file) throws IOException {
        int side = (int) Math.round(Math.sqrt(images.get(0).length / 3.0));
        int rows = (images.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < images.size(); i++) {
            float[] image = images.get(i);
            for (int p = 0; p < side * side; p++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    int value = Math.round((image[c * side * side + p] + 1) * 127.5f);
                    rgb = rgb << 8 | Math.max(0, Math.min(255, value));
                }
                sheet.setRGB(i % columns * side + p % side, i / columns * side + p / side, rgb);
            }
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        ImageIO.write(sheet, "png", part.toFile());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
