package io.strait.schemas.codec;

import java.util.Map;

/**
 * Which version of the schemas a process writes. The newest, unless it is told an older one: while an upgrade is rolled out, every process
 * reads the new version already but writes the old, so that those not yet upgraded can read it too. Set once, before the first codec is
 * made.
 */
public final class WriterVersion {
    /** Setting of it, shared by all processes. */
    public static final String SETTING = "STRAIT_SCHEMA_VERSION";

    private static volatile int version = SchemaVersions.newest();

    private WriterVersion() {}

    /**
     * Reads {@value #SETTING}.
     *
     * @throws IllegalArgumentException if it is no version that this build knows
     */
    public static void set(Map<String, String> environment) {
        String text = environment.get(SETTING);
        int newest = SchemaVersions.newest();
        if (text == null) {
            version = newest;
            return;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1 && number <= newest) {
                version = number;
                return;
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
        }
        throw new IllegalArgumentException(SETTING + ": expected 1 to " + newest + ", got " + text);
    }

    /** The newest version that this build reads. */
    public static int newest() {
        return SchemaVersions.newest();
    }

    static int get() {
        return version;
    }
}
