package io.strait.engine.image;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** File formats of finished images. */
public enum ImageFormat {
    /** Without loss. */
    PNG,
    JPEG,
    /** Needs a library in native code, which has to run on this machine. */
    WEBP;

    /** Encodes one pixel, once: what is found out about this machine stays. */
    private static final class WebpTrial {
        private static final Optional<String> TROUBLE = run();

        private static Optional<String> run() {
            try {
                new ImageCodec().encode(WEBP, 1, new byte[3], 1, 1, Map.of());
                return Optional.empty();
            } catch (LinkageError | RuntimeException e) {
                return Optional.of(String.valueOf(e));
            }
        }
    }

    /** The format of this name in lower case, if there is one. */
    public static Optional<ImageFormat> named(String name) {
        for (ImageFormat format : values()) {
            if (format.wireName().equals(name)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Name in requests, file names and media types. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why images in this format cannot be written on this machine; empty if they can. */
    public Optional<String> trouble() {
        return this == WEBP ? WebpTrial.TROUBLE : Optional.empty();
    }
}
