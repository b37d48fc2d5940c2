package io.strait.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.schemas.SampleRecords;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Control;
import io.strait.schemas.avro.ControlAction;
import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private final RecordCodec<StageJob> jobs = RecordCodec.of(StageJob.class);
    private final RecordCodec<JobEvent> events = RecordCodec.of(JobEvent.class);

    @Test
    void readsWhatItWrote() {
        StageJob job = SampleRecords.stageJob();
        assertThat(jobs.decode(jobs.encode(job))).isEqualTo(job);
        JobEvent event = SampleRecords.event(new Completed("a.png", "png", 512, 512, 1234L));
        assertThat(events.decode(events.encode(event))).isEqualTo(event);
    }

    @Test
    void keepsPreviewBytes() {
        RecordCodec<Preview> previews = RecordCodec.of(Preview.class);
        byte[] image = {1, 2, 3, -1};
        Preview preview =
                new Preview(SampleRecords.JOB, 1L, StageName.TOP, 3, 18, "png", 256, 256, ByteBuffer.wrap(image));
        byte[] read = new byte[4];
        previews.decode(previews.encode(preview)).getImage().get(read);
        assertThat(read).isEqualTo(image);
    }

    @Test
    void startsWithTheSingleObjectMarker() {
        byte[] bytes = jobs.encode(SampleRecords.stageJob());
        assertThat(Arrays.copyOf(bytes, 2)).containsExactly(0xC3, 0x01);
    }

    @Test
    void tellsAnUnknownSchemaFromADamagedRecord() {
        byte[] bytes = jobs.encode(SampleRecords.stageJob());
        byte[] newer = bytes.clone();
        newer[5] ^= 1; // within the fingerprint
        assertThatThrownBy(() -> jobs.decode(newer)).isInstanceOf(UnknownSchemaException.class);

        byte[] foreign = bytes.clone();
        foreign[0] = 0;
        assertThatThrownBy(() -> jobs.decode(foreign)).isInstanceOf(CorruptRecordException.class);
        for (int length = 0; length < bytes.length - 2; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> jobs.decode(cut))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(CorruptRecordException.class);
        }
    }

    @Test
    void anotherTypesRecordIsUnknown() {
        byte[] control = RecordCodec.of(Control.class).encode(new Control(SampleRecords.JOB, 1L, ControlAction.CANCEL));
        assertThatThrownBy(() -> jobs.decode(control))
                .isInstanceOf(UnknownSchemaException.class)
                .hasMessageContaining("StageJob");
    }

    @Test
    void kafkaAdaptersPassTombstones() {
        StageJob job = SampleRecords.stageJob();
        byte[] bytes = jobs.serializer().serialize("topic", job);
        assertThat(jobs.deserializer().deserialize("topic", bytes)).isEqualTo(job);
        assertThat(jobs.deserializer().deserialize("topic", (byte[]) null)).isNull();
    }
}
