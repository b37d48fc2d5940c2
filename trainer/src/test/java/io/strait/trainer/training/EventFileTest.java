package io.strait.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    @TempDir
    private Path folder = Path.of("");

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static byte[] record(ByteBuffer in) {
        CRC32C checksum = new CRC32C();
        checksum.update(in.slice(in.position(), 8));
        int length = (int) in.getLong();
        assertThat(in.getInt()).isEqualTo(masked(checksum));
        byte[] data = new byte[length];
        in.get(data);
        checksum.reset();
        checksum.update(data);
        assertThat(in.getInt()).isEqualTo(masked(checksum));
        return data;
    }

    /** As record_writer.h writes it. */
    private static int masked(CRC32C checksum) {
        int crc = (int) checksum.getValue();
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    @Test
    void writesRecordsTensorBoardReads() throws IOException {
        try (EventFile events = new EventFile(folder, false, 5_500)) {
            events.scalars(6_500, 300, Map.of("loss", 1.5));
        }
        assertThat(files()).hasSize(1);
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(files().get(0))).order(ByteOrder.LITTLE_ENDIAN);
        CodedInputStream first = CodedInputStream.newInstance(record(in));
        assertThat(first.readTag()).isEqualTo(1 << 3 | 1);
        assertThat(first.readDouble()).isEqualTo(5.5);
        assertThat(first.readTag()).isEqualTo(3 << 3 | 2);
        assertThat(first.readString()).isEqualTo("brain.Event:2");
        CodedInputStream event = CodedInputStream.newInstance(record(in));
        assertThat(event.readTag()).isEqualTo(1 << 3 | 1);
        assertThat(event.readDouble()).isEqualTo(6.5);
        assertThat(event.readTag()).isEqualTo(2 << 3);
        assertThat(event.readInt64()).isEqualTo(300);
        assertThat(event.readTag()).isEqualTo(5 << 3 | 2);
        CodedInputStream summary = CodedInputStream.newInstance(event.readByteArray());
        assertThat(summary.readTag()).isEqualTo(1 << 3 | 2);
        CodedInputStream value = CodedInputStream.newInstance(summary.readByteArray());
        assertThat(value.readTag()).isEqualTo(1 << 3 | 2);
        assertThat(value.readString()).isEqualTo("loss");
        assertThat(value.readTag()).isEqualTo(2 << 3 | 5);
        assertThat(value.readFloat()).isEqualTo(1.5f);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void aResumedRunAddsAFileAndANewOneStartsOver() throws IOException {
        new EventFile(folder, false, 5_000).close();
        new EventFile(folder, true, 5_000).close();
        assertThat(files()).hasSize(2);
        new EventFile(folder, false, 5_000).close();
        assertThat(files()).hasSize(1);
    }
}
