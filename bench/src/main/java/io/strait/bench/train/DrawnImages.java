package io.strait.bench.train;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Coloured discs on white: what is drawn does not matter for how fast a step is. */
final class DrawnImages {
    private static final int IMAGES = 64;
    private static final int DISCS = 12;
    private static final String[] LABELS = {"warm/discs", "cold/discs"};

    private DrawnImages() {}

    /** Writes a folder of class folders with images of this side. */
    static Path write(Path root, int side) throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < IMAGES; i++) {
            BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
            Graphics2D pen = image.createGraphics();
            pen.setColor(Color.WHITE);
            pen.fillRect(0, 0, side, side);
            for (int k = 0; k < DISCS; k++) {
                float hue = (i % 2 == 0 ? 0f : 0.5f) + 0.2f * random.nextFloat();
                pen.setColor(Color.getHSBColor(hue, 0.8f, 0.9f));
                int width = side / 8 + random.nextInt(side / 4);
                pen.fillOval(random.nextInt(side), random.nextInt(side), width, width);
            }
            pen.dispose();
            Path folder = Files.createDirectories(root.resolve(LABELS[i % 2]));
            ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
        }
        return root;
    }
}
