package io.strait.engine.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    void lossyFormatsAreCloseToTheImageAndSmallerWithLessQuality() throws IOException {
        byte[] rgb = gradient();
        for (ImageFormat format : new ImageFormat[] {ImageFormat.JPEG, ImageFormat.WEBP}) {
            assertThat(format.trouble()).isEmpty();
            byte[] good = codec.encode(format, 100, rgb, WIDTH, HEIGHT, Map.of());
            BufferedImage image = read(good);
            assertThat(image.getWidth()).as("width of %s", format).isEqualTo(WIDTH);
            for (int i = 0; i < WIDTH * HEIGHT; i++) {
                int pixel = image.getRGB(i % WIDTH, i / WIDTH);
                for (int c = 0; c < 3; c++) {
                    assertThat(pixel >> (16 - 8 * c) & 255)
                            .as("%s", format)
                            .isCloseTo(rgb[3 * i + c] & 255, within(16));
                }
            }
            assertThat(codec.encode(format, 20, rgb, WIDTH, HEIGHT, Map.of())).hasSizeLessThan(good.length);
        }
    }

    @Test
    void everyFormatSaysHowTheImageWasMadeInTheSameBytesEachTime() throws IOException {
        Map<String, String> text = Map.of("Software", "a test", "strait.label", "noto/<&>", "strait.seed", "42");
        for (ImageFormat format : ImageFormat.values()) {
            byte[] file = codec.encode(format, 90, gradient(), WIDTH, HEIGHT, text);
            assertThat(codec.encode(format, 90, gradient(), WIDTH, HEIGHT, text))
                    .isEqualTo(file);
            assertThat(read(file).getHeight()).isEqualTo(HEIGHT);
            assertThat(new String(file, StandardCharsets.ISO_8859_1))
                    .as("%s", format)
                    .contains(
                            format == ImageFormat.PNG
                                    ? "tEXtstrait.label\0noto/<&>"
                                    : "<strait:label>noto/&lt;&amp;&gt;</strait:label>")
                    .contains("a test");
        }
    }

    @Test
    void webpChunksAddUp() {
        byte[] file = codec.encode(ImageFormat.WEBP, 50, gradient(), WIDTH, HEIGHT, Map.of("strait.seed", "1"));
        ByteBuffer chunks = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(chunks.getInt(4)).isEqualTo(file.length - 8);
        StringBuilder names = new StringBuilder();
        int at = 12;
        while (at < file.length) {
            names.append(new String(file, at, 4, StandardCharsets.US_ASCII)).append('|');
            int size = chunks.getInt(at + 4);
            at += 8 + size + size % 2;
        }
        assertThat(at).isEqualTo(file.length);
        assertThat(names).hasToString("VP8X|VP8 |XMP |");
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
