package io.strait.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class ImageCodecTest {
    private static final int WIDTH = 48;
    private static final int HEIGHT = 32;

    private final ImageCodec codec = new ImageCodec();

    @Test
    void pngKeepsEveryPixel() throws IOException {
        byte[] rgb = gradient();
        BufferedImage image = read(codec.png(rgb, WIDTH, HEIGHT, Map.of()));
        assertThat(image.getWidth()).isEqualTo(WIDTH);
        assertThat(image.getHeight()).isEqualTo(HEIGHT);
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int pixel = image.getRGB(i % WIDTH, i / WIDTH) & 0xFFFFFF;
            assertThat(pixel)
                    .isEqualTo((rgb[3 * i] & 255) << 16 | (rgb[3 * i + 1] & 255) << 8 | (rgb[3 * i + 2] & 255));
        }
    }

    @Test
    void pngHasTheSameBytesEachTimeWhateverTheOrderOfTheText() {
        byte[] rgb = gradient();
        Map<String, String> text = Map.of("label", "noto/heart", "seed", "42", "bundle", "ab12");
        Map<String, String> reordered = new LinkedHashMap<>();
        reordered.put("seed", "42");
        reordered.put("label", "noto/heart");
        reordered.put("bundle", "ab12");
        byte[] png = codec.png(rgb, WIDTH, HEIGHT, text);
        assertThat(codec.png(rgb, WIDTH, HEIGHT, reordered)).isEqualTo(png);
        assertThat(new ImageCodec().png(rgb, WIDTH, HEIGHT, text)).isEqualTo(png);
        String raw = new String(png, StandardCharsets.ISO_8859_1);
        assertThat(raw)
                .contains("tEXtbundle\0ab12")
                .contains("tEXtlabel\0noto/heart")
                .contains("tEXtseed\u000042");
        assertThat(raw).doesNotContain("tIME");
    }

    @Test
    void previewIsSmallAndCloseToTheImage() throws IOException {
        byte[] rgb = gradient();
        EncodedImage preview = codec.preview(rgb, WIDTH, HEIGHT);
        assertThat(preview.format()).isEqualTo("jpeg");
        assertThat(preview.width()).isEqualTo(WIDTH);
        assertThat(preview.height()).isEqualTo(HEIGHT);
        BufferedImage image = read(preview.bytes());
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int pixel = image.getRGB(i % WIDTH, i / WIDTH);
            for (int c = 0; c < 3; c++) {
                assertThat(pixel >> (16 - 8 * c) & 255).isCloseTo(rgb[3 * i + c] & 255, within(16));
            }
        }
    }

    @Test
    void rejectsAnotherNumberOfBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.preview(new byte[10], 2, 2))
                .withMessage("rgb: expected 2 x 2 x 3 = 12 bytes, got 10");
    }

    private static BufferedImage read(byte[] bytes) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] gradient() {
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            rgb[3 * i] = (byte) (i % WIDTH * 5);
            rgb[3 * i + 1] = (byte) (i / WIDTH * 7);
            rgb[3 * i + 2] = (byte) 200;
        }
        return rgb;
    }
}
