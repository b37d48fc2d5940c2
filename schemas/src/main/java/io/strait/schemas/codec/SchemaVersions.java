package io.strait.schemas.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Every schema a record type ever had: resources {@code versions/<n>/<Type>.avsc}, numbered from 1, each complete. Files are only ever
 * added; {@code SchemaVersionsTest} writes and checks them.
 */
final class SchemaVersions {
    /** The newest version. Raise it when the IDL changes, then add the files. */
    static final int LATEST = 2;

    private SchemaVersions() {}

    /** The path of one version's schema, relative to this package's parent. */
    static String path(int version, String type) {
        return "/io/strait/schemas/versions/" + version + "/" + type + ".avsc";
    }

    /** All versions of the type, oldest first. A type that is newer than a version is absent from that version. */
    static List<Schema> of(String type) {
        List<Schema> found = new ArrayList<>();
        for (int version = 1; version <= LATEST; version++) {
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
