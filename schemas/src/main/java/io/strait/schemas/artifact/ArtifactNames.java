package io.strait.schemas.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The form of artifacts' names, for stores. */
public final class ArtifactNames {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}\\.[a-z0-9]{1,8}");
    private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,8}");

    private ArtifactNames() {}

    /**
     * The name itself.
     *
     * @throws IllegalArgumentException if the name is not of the form that stores give
     */
    public static String check(String name) {
        if (!valid(name)) {
            throw new IllegalArgumentException("artifact: expected a SHA-256 in hex, a dot and an extension");
        }
        return name;
    }

    /** Whether the name is of the form that stores give. */
    public static boolean valid(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The extension itself.
     *
     * @throws IllegalArgumentException if it is no extension
     */
    public static String checkExtension(String extension) {
        if (!EXTENSION.matcher(extension).matches()) {
            throw new IllegalArgumentException("extension: expected 1 to 8 of a-z and 0-9, got '" + extension + "'");
        }
        return extension;
    }

    /** The name of content with this hash. */
    public static String name(byte[] sha256, String extension) {
        return HexFormat.of().formatHex(sha256) + "." + extension;
    }

    /** A new digest. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }
}
