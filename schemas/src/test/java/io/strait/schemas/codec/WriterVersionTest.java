package io.strait.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.schemas.SampleRecords;
import io.strait.schemas.avro.StageJob;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriterVersionTest {
    @AfterEach
    void newestAgain() {
        WriterVersion.set(Map.of());
    }

    @Test
    void writesTheVersionItIsTold() {
        for (int version = 1; version <= SchemaVersions.newest(); version++) {
            WriterVersion.set(Map.of(WriterVersion.SETTING, Integer.toString(version)));
            byte[] bytes = RecordCodec.of(StageJob.class).encode(SampleRecords.stageJob());
            long fingerprint =
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
            assertThat(fingerprint)
                    .as("version %d", version)
                    .isEqualTo(SchemaNormalization.parsingFingerprint64(
                            SchemaVersions.at(version, "StageJob").orElseThrow()));
            assertThat(RecordCodec.of(StageJob.class).decode(bytes).getSpec().getJobId())
                    .isEqualTo(SampleRecords.stageJob().getSpec().getJobId());
        }
    }

    @Test
    void refusesAVersionThatNobodyKnows() {
        int next = SchemaVersions.newest() + 1;
        assertThatThrownBy(() -> WriterVersion.set(Map.of(WriterVersion.SETTING, Integer.toString(next))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("STRAIT_SCHEMA_VERSION: expected 1 to " + (next - 1) + ", got " + next);
    }
}
