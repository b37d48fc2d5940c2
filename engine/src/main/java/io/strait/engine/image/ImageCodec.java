package io.strait.engine.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes pixels with the JDK's own writers, and libwebp. The bytes are functions of the arguments (and of the JDK): no times, no host
 * names. Thread-safe.
 *
 * <p>Previews are JPEG. Measured on one core of a busy two-core machine with an emoji image plus slight noise, median of 60, Java
 * 17: JPEG at 0.9 takes 0.3 ms for 256x256 (12 kB) and 0.9 ms for 512x512 (28 kB); PNG at its fastest compression 3.4 ms (104 kB)
 * and 17 ms (387 kB), without compression 3.7 ms (197 kB) and 5 ms (787 kB). Handing the writer the pixels as they are is faster
 * than copying them into a standard image type first (0.4 and 0.8 ms).
 */
public final class ImageCodec {
    private static final String PNG_METADATA = "javax_imageio_png_1.0";

    private static final String PNG = "png";
    private static final String JPEG = "jpeg";
    private static final String WEBP = "webp";
    private static final float PNG_QUALITY = 0.5f;
    private static final float JPEG_QUALITY = 0.9f;

    /**
     * Encodes a finished image without loss.
     *
     * @param rgb {@code 3 * width * height} bytes: red, green, blue, row by row; only read
     * @param text written into the file by keyword, in the order of the keywords; keywords are 1 to 79 Latin-1 characters
     * @return the PNG file
     */
    public byte[] png(byte[] rgb, int width, int height, Map<String, String> text) {
        return write(PNG, PNG_QUALITY, image(rgb, width, height), new TreeMap<>(text));
    }

    /**
     * Encodes a finished image.
     *
     * @param quality 0, small, to 100, good; PNG has no other than 100 and takes any
     * @param rgb {@code 3 * width * height} bytes: red, green, blue, row by row; only read
     * @param text written into the file: as PNG text, or as an XMP packet, where keywords are {@code Software} or begin with {@code strait.}
     * @throws LinkageError if the format needs a library that does not run here, see {@link ImageFormat#trouble}
     */
    public byte[] encode(ImageFormat format, int quality, byte[] rgb, int width, int height, Map<String, String> text) {
        BufferedImage image = image(rgb, width, height);
        return switch (format) {
            case PNG -> write(PNG, PNG_QUALITY, image, new TreeMap<>(text));
            case JPEG -> Xmp.intoJpeg(write(JPEG, quality / 100f, image, Map.of()), Xmp.packet(text));
            case WEBP -> Xmp.intoWebp(write(WEBP, quality / 100f, image, Map.of()), width, height, Xmp.packet(text));
        };
    }

    /**
     * Encodes an image on the way: fast, and small enough to be sent many times a second.
     *
     * @param rgb {@code 3 * width * height} bytes: red, green, blue, row by row; only read
     */
    public EncodedImage preview(byte[] rgb, int width, int height) {
        byte[] bytes = write(JPEG, JPEG_QUALITY, image(rgb, width, height), Map.of());
        return new EncodedImage(JPEG, width, height, bytes);
    }

    private static byte[] write(String format, float quality, BufferedImage image, Map<String, String> text) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(image.getWidth() * image.getHeight() / 2);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            if (format.equals(WEBP)) {
                param.setCompressionType("Lossy");
            }
            param.setCompressionQuality(quality);
            @Nullable IIOMetadata metadata = text.isEmpty() ? null : metadata(writer, image, param, text);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } catch (IOException e) {
            throw new UncheckedIOException(format + ": encoding failed", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static IIOMetadata metadata(
            ImageWriter writer, BufferedImage image, ImageWriteParam param, Map<String, String> text)
            throws IIOInvalidTreeException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), param);
        IIOMetadataNode root = new IIOMetadataNode(PNG_METADATA);
        IIOMetadataNode chunks = new IIOMetadataNode("tEXt");
        text.forEach((keyword, value) -> {
            IIOMetadataNode entry = new IIOMetadataNode("tEXtEntry");
            entry.setAttribute("keyword", keyword);
            entry.setAttribute("value", value);
            chunks.appendChild(entry);
        });
        root.appendChild(chunks);
        metadata.mergeTree(PNG_METADATA, root);
        return metadata;
    }

    /** The pixels as an image, without a copy. */
    private static BufferedImage image(byte[] rgb, int width, int height) {
        if (rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("rgb: expected " + width + " x " + height + " x 3 = "
                    + 3L * width * height + " bytes, got " + rgb.length);
        }
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(rgb, rgb.length), width, height, 3 * width, 3, new int[] {0, 1, 2}, null);
        ComponentColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                false,
                false,
                ComponentColorModel.OPAQUE,
                DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }
}
