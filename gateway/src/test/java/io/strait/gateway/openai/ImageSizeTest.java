package io.strait.gateway.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.TestBundle;
import io.strait.gateway.request.InvalidRequestException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class ImageSizeTest {
    private static final List<String> MAGIC = List.of(
            "89504e470d0a1a0a0000000d49484452",
            "ffd8ffe0",
            "ffd8ffff",
            "524946460000000057454250565038580a000000",
            "5249464600000000574542505650384c0a0000002f",
            "52494646000000005745425056503820ff000000000000" + "9d012a");

    private static byte[] file(String format, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes))
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A PNG's signature and header. */
    private static byte[] png(int width, int height) {
        return ByteBuffer.allocate(33)
                .put(HexFormat.of().parseHex(MAGIC.get(0)))
                .putInt(width)
                .putInt(height)
                .array();
    }

    @Property(tries = 30)
    void readsWhatEncodersWrite(
            @ForAll @IntRange(min = 1, max = 300) int width, @ForAll @IntRange(min = 1, max = 300) int height) {
        assertThat(ImageSize.of(file("png", width, height))).contains(new ImageSize(width, height));
        assertThat(ImageSize.of(file("jpg", width, height))).contains(new ImageSize(width, height));
    }

    @Test
    void readsTheThreeKindsOfWebp() {
        HexFormat hex = HexFormat.of();
        assertThat(ImageSize.of(hex.parseHex(
                        "524946461a000000574542505650382010000000" + "300100" + "9d012a" + "40012100" + "0000")))
                .contains(new ImageSize(320, 33));
        assertThat(ImageSize.of(hex.parseHex(
                        "524946461a0000005745425056503858" + "0a000000" + "00000000" + "ff0000" + "0f0000")))
                .contains(new ImageSize(256, 16));
        assertThat(ImageSize.of(hex.parseHex(
                        "524946461a000000574542505650384c" + "10000000" + "2f" + "ffc00300" + "0000000000")))
                .contains(new ImageSize(256, 16));
    }

    @Property
    void neverFails(@ForAll @IntRange(max = 5) int magic, @ForAll @Size(max = 64) byte[] rest) {
        byte[] head = HexFormat.of().parseHex(MAGIC.get(magic));
        byte[] file = ByteBuffer.allocate(head.length + rest.length)
                .put(head)
                .put(rest)
                .array();
        ImageSize.of(file).ifPresent(size -> assertThat(size.pixels()).isPositive());
        assertThat(ImageSize.of(rest)).isEmpty();
    }

    @Test
    void anEditMayNotUnfoldToMoreThanIsHeld() {
        EditRequest request = new EditRequest(TestBundle.manifest(), true);
        for (byte[] bomb : List.of(png(65_535, 65_535), png(4_097, 4_096), png(1, 8_193), png(-1, 5))) {
            assertThatThrownBy(() -> request.checkForm("multipart/form-data; boundary=b", form(bomb)))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            failure -> assertThat(failure.problems())
                                    .extracting(problem -> problem.field())
                                    .containsExactly("image"));
        }
        request.checkForm("multipart/form-data; boundary=b", form(png(4_096, 4_096)));
    }

    private static byte[] form(byte[] image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> head = List.of(
                "--b",
                "content-disposition: form-data; name=\"prompt\"",
                "",
                "heart",
                "--b",
                "content-disposition: form-data; name=\"image\"; filename=\"a.png\"",
                "content-type: image/png",
                "",
                "");
        bytes.writeBytes(String.join("\r\n", head).getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(image);
        bytes.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    @Test
    void aGatewayHoldsSoManyBytesOfUploadsAndNoMore() {
        UploadBudget budget = new UploadBudget(10);
        assertThat(budget.take(7)).isTrue();
        assertThat(budget.take(4)).isFalse();
        assertThat(budget.take(3)).isTrue();
        budget.give(7);
        assertThat(budget.take(7)).isTrue();
        assertThat(budget.take(1)).isFalse();
    }
}
