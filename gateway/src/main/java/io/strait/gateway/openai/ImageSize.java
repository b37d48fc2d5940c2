package io.strait.gateway.openai;

import java.util.Optional;

/**
 * How large an image says it is, read from its first bytes: nothing is decoded, so a small file of many pixels costs nothing.
 *
 * @param width in pixels, as declared
 * @param height in pixels, as declared
 */
record ImageSize(int width, int height) {
    /** Pixels. */
    long pixels() {
        return (long) width * height;
    }

    /** What a PNG, JPEG or WebP file declares; empty if it is none of them, or declares nothing. */
    static Optional<ImageSize> of(byte[] file) {
        Optional<ImageSize> size = Optional.empty();
        if (starts(file, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            size = png(file);
        } else if (starts(file, 0, 0xff, 0xd8, 0xff)) {
            size = jpeg(file);
        } else if (starts(file, 0, 'R', 'I', 'F', 'F') && starts(file, 8, 'W', 'E', 'B', 'P')) {
            size = webp(file);
        }
        return size.filter(found -> found.width > 0 && found.height > 0);
    }

    /** Source: PNG specification, sections 5.2, 5.3 and 11.2.2. */
    private static Optional<ImageSize> png(byte[] file) {
        return starts(file, 12, 'I', 'H', 'D', 'R') && file.length >= 24
                ? Optional.of(new ImageSize(big(file, 16, 4), big(file, 20, 4)))
                : Optional.empty();
    }

    /** The first frame header. Source: ITU-T T.81, annex B. */
    private static Optional<ImageSize> jpeg(byte[] file) {
        int at = 2;
        while (at + 9 <= file.length && (file[at] & 0xff) == 0xff) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++; // fill
                continue;
            }
            boolean tables = marker == 0xc4 || marker == 0xc8 || marker == 0xcc;
            if (marker >= 0xc0 && marker <= 0xcf && !tables) {
                return Optional.of(new ImageSize(big(file, at + 7, 2), big(file, at + 5, 2)));
            }
            if (marker == 0xd9 || marker == 0xda) {
                return Optional.empty();
            }
            int length = big(file, at + 2, 2);
            at += 2 + Math.max(2, length);
        }
        return Optional.empty();
    }

    /** Source: RFC 9649, sections 2.5 to 2.7. */
    private static Optional<ImageSize> webp(byte[] file) {
        if (file.length < 30) {
            return Optional.empty();
        }
        if (starts(file, 12, 'V', 'P', '8', 'X')) {
            return Optional.of(new ImageSize(little(file, 24, 3) + 1, little(file, 27, 3) + 1));
        }
        if (starts(file, 12, 'V', 'P', '8', 'L') && starts(file, 20, 0x2f)) {
            int bits = little(file, 21, 4);
            return Optional.of(new ImageSize((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1));
        }
        if (starts(file, 12, 'V', 'P', '8', ' ') && starts(file, 23, 0x9d, 0x01, 0x2a)) {
            return Optional.of(new ImageSize(little(file, 26, 2) & 0x3fff, little(file, 28, 2) & 0x3fff));
        }
        return Optional.empty();
    }

    private static int big(byte[] file, int at, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = (value << 8) | (file[at + i] & 0xff);
        }
        return value;
    }

    private static int little(byte[] file, int at, int bytes) {
        int value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = (value << 8) | (file[at + i] & 0xff);
        }
        return value;
    }

    /** Whether these bytes stand there. */
    static boolean starts(byte[] file, int at, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (at + i >= file.length || (file[at + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
