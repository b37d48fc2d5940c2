package io.strait.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Every schema a record type ever had: resources {@code versions/<n>/<Type>.avsc}, numbered from 1, each complete. Files are only ever
 * added; {@code SchemaVersionsTest} writes and checks them.
 */
final class SchemaVersions {
    /** The newest version. Raise it when the IDL changes, then add the files. */
    static final int LATEST = 4;

    private SchemaVersions() {}

    /** The path of one version's schema, relative to this package's parent. */
    static String path(int version, String type) {
        return "/io/strait/schemas/versions/" + version + "/" + type + ".avsc";
    }

    /** The newest version there is: {@link #LATEST}, or one that somebody put on the class path behind it so that this build can read it. */
    static int newest() {
        int newest = LATEST;
        while (SchemaVersions.class.getResource(path(newest + 1, "StageJob")) != null) {
            newest++;
        }
        return newest;
    }

    /** All versions of the type, oldest first. A type that is newer than a version is absent from that version. */
    static List<Schema> of(String type) {
        return upTo(newest(), type);
    }

    /** The type in a version; in the newest that has it if it did not change since. Empty if it is newer than the version. */
    static Optional<Schema> at(int version, String type) {
        List<Schema> known = upTo(version, type);
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(known.size() - 1));
    }

    private static List<Schema> upTo(int last, String type) {
        List<Schema> found = new ArrayList<>();
        for (int version = 1; version <= last; version++) {
            try (InputStream in = SchemaVersions.class.getResourceAsStream(path(version, type))) {
                if (in != null) {
                    found.add(new Schema.Parser().parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("schema " + path(version, type) + ": cannot be read", e);
            }
        }
        return found;
    }
}
