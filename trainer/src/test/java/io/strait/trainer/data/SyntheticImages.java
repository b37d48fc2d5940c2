package io.strait.trainer.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Discs and squares on white, as a folder of class folders. */
public final class SyntheticImages {
    private SyntheticImages() {}

    /** Writes {@code stems} images each of two shapes in two styles. */
    public static Path write(Path root, int side, int stems) throws IOException {
        Random random = new Random(5);
        for (int stem = 0; stem < stems; stem++) {
            int size = side / 4 + random.nextInt(side / 2);
            int at = random.nextInt(side - size);
            for (String style : new String[] {"red", "blue"}) {
                for (String shape : new String[] {"disc", "square"}) {
                    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
                    Graphics2D g = image.createGraphics();
                    g.setColor(Color.WHITE);
                    g.fillRect(0, 0, side, side);
                    g.setColor(style.equals("red") ? Color.RED : Color.BLUE);
                    if (shape.equals("disc")) {
                        g.fillOval(at, at, size, size);
                    } else {
                        g.fillRect(at, at, size, size);
                    }
                    g.dispose();
                    Path folder = Files.createDirectories(root.resolve(style).resolve(shape));
                    ImageIO.write(
                            image, "png", folder.resolve("s" + stem + ".png").toFile());
                }
            }
        }
        return root;
    }
}
