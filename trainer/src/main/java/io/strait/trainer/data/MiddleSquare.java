package io.strait.trainer.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** The largest square in the middle of a picture, scaled, on white. */
final class MiddleSquare {
    private MiddleSquare() {}

    /** RGB of the given side; the pixels of a picture that already has it are kept as they are. */
    static BufferedImage of(BufferedImage image, int side) {
        int square = Math.min(image.getWidth(), image.getHeight());
        int x = (image.getWidth() - square) / 2;
        int y = (image.getHeight() - square) / 2;
        BufferedImage out = drawn(image.getSubimage(x, y, square, square), square);
        // Bilinear scaling looks at four pixels only, so a large picture is halved until less than half is left to go.
        while (out.getWidth() >= 2 * side) {
            out = drawn(out, Math.max(side, out.getWidth() / 2));
        }
        return out.getWidth() == side ? out : drawn(out, side);
    }

    private static BufferedImage drawn(BufferedImage image, int side) {
        BufferedImage out = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = out.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        if (image.getWidth() == side) {
            g.drawImage(image, 0, 0, Color.WHITE, null);
        } else {
            g.drawImage(image, 0, 0, side, side, Color.WHITE, null);
        }
        g.dispose();
        return out;
    }
}
