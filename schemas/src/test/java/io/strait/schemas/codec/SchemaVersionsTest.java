package io.strait.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchProgress;
import io.strait.schemas.avro.BatchRequest;
import io.strait.schemas.avro.Claim;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.DeadLetter;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StoredFile;
import io.strait.schemas.avro.TenantQueue;
import io.strait.schemas.avro.WebhookDelivery;
import io.strait.schemas.avro.WebhookEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keeps the stored schema versions honest. After a change of the IDL: raise {@code SchemaVersions.LATEST}, run this test, and copy what it
 * left in {@code schemas/target/schema-versions} to {@code schemas/src/main/resources/io/strait/schemas/versions}.
 */
class SchemaVersionsTest {
    static List<Schema> current() {
        return List.of(
                StageJob.getClassSchema(),
                JobEvent.getClassSchema(),
                Preview.getClassSchema(),
                Control.getClassSchema(),
                DeadLetter.getClassSchema(),
                StoredFile.getClassSchema(),
                BatchRequest.getClassSchema(),
                Batch.getClassSchema(),
                BatchProgress.getClassSchema(),
                Claim.getClassSchema(),
                TenantQueue.getClassSchema(),
                WebhookEndpoint.getClassSchema(),
                WebhookDelivery.getClassSchema());
    }

    @ParameterizedTest
    @MethodSource("current")
    void newestVersionIsTheIdl(Schema schema) throws IOException {
        writeForCopying(schema);
        List<Schema> versions = SchemaVersions.of(schema.getName());
        assertThat(SchemaVersions.class.getResource(SchemaVersions.path(SchemaVersions.LATEST, schema.getName())))
                .as("%s in the newest version", schema.getName())
                .isNotNull();
        assertThat(pretty(versions.get(versions.size() - 1)))
                .as("%s has changed: a new version is needed, see this class's comment", schema.getName())
                .isEqualTo(pretty(schema));
    }

    @ParameterizedTest
    @MethodSource("current")
    void everyVersionReadsEveryOther(Schema schema) {
        List<String> unreadable = new ArrayList<>();
        List<Schema> versions = SchemaVersions.of(schema.getName());
        for (int reader = 1; reader <= versions.size(); reader++) {
            for (int writer = 1; writer <= versions.size(); writer++) {
                if (!reads(versions.get(reader - 1), versions.get(writer - 1))) {
                    unreadable.add(reader + " reads " + writer);
                }
            }
        }
        assertThat(unreadable).isEmpty();
    }

    @Test
    void theCheckSeesAnIncompatibleChange() {
        Schema before = new Schema.Parser().parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}");
        Schema after = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"added\",\"type\":\"int\"}]}");
        assertThat(reads(before, after)).isTrue();
        assertThat(reads(after, before)).isFalse();
    }

    private static void writeForCopying(Schema schema) throws IOException {
        Path file = Path.of("target/schema-versions/" + SchemaVersions.LATEST + "/" + schema.getName() + ".avsc");
        Files.createDirectories(file.getParent());
        Files.writeString(file, pretty(schema) + "\n");
    }

    private static String pretty(Schema schema) {
        return SchemaFormatter.format("json/pretty", schema);
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
