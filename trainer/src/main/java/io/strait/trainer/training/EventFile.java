package io.strait.trainer.training;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Figures as TensorBoard reads them: records of protobuf messages {@code Event}, each with its length and two checksums.
 * Source: tensorflow/core/util/event.proto, summary.proto and lib/io/record_writer.h.
 */
final class EventFile implements AutoCloseable {
    private static final String PREFIX = "events.out.tfevents.";

    private final OutputStream out;

    /**
     * Opens a new file.
     *
     * @param folder where all event files of a run lie
     * @param append whether the run goes on; else older event files of the folder are deleted
     */
    EventFile(Path folder, boolean append, long epochMillis) throws IOException {
        Files.createDirectories(folder);
        if (!append) {
            try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, PREFIX + "*")) {
                for (Path file : old) {
                    Files.delete(file);
                }
            }
        }
        long second = epochMillis / 1000;
        while (Files.exists(file(folder, second))) {
            second++;
        }
        out = Files.newOutputStream(file(folder, second), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream event = CodedOutputStream.newInstance(bytes);
        event.writeDouble(1, epochMillis / 1e3);
        event.writeString(3, "brain.Event:2");
        event.flush();
        record(bytes.toByteArray());
    }

    private static Path file(Path folder, long second) {
        return folder.resolve(PREFIX + second + ".strait");
    }

    /** Values of a step. */
    void scalars(long epochMillis, long step, Map<String, Double> values) throws IOException {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        CodedOutputStream all = CodedOutputStream.newInstance(summary);
        for (Map.Entry<String, Double> value : values.entrySet()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream one = CodedOutputStream.newInstance(bytes);
            one.writeString(1, value.getKey());
            one.writeFloat(2, value.getValue().floatValue());
            one.flush();
            all.writeByteArray(1, bytes.toByteArray());
        }
        all.flush();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream event = CodedOutputStream.newInstance(bytes);
        event.writeDouble(1, epochMillis / 1e3);
        event.writeInt64(2, step);
        event.writeByteArray(5, summary.toByteArray());
        event.flush();
        record(bytes.toByteArray());
    }

    /** Length, its checksum, data, their checksum; little-endian. */
    private void record(byte[] data) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(data.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(masked(record.array(), 0, 8));
        record.put(data);
        record.putInt(masked(data, 0, data.length));
        out.write(record.array());
        out.flush();
    }

    private static int masked(byte[] bytes, int from, int count) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, count);
        return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
