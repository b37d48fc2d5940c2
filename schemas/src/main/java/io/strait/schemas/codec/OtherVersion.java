package io.strait.schemas.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes records in another version of their schema than the one they were generated from. Thread-safe. */
final class OtherVersion {
    private final SpecificData data;
    private final Schema current;
    private final Schema written;
    private final BinaryMessageEncoder<GenericRecord> encoder;

    OtherVersion(SpecificData data, Schema current, Schema written) {
        this.data = data;
        this.current = current;
        this.written = written;
        this.encoder = new BinaryMessageEncoder<>(GenericData.get(), written);
    }

    /** Takes the way over bytes: fields of two versions are matched by name only when they are read. */
    ByteBuffer encode(SpecificRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        new SpecificDatumWriter<SpecificRecord>(current, data).write(record, out);
        out.flush();
        GenericRecord other = new GenericDatumReader<GenericRecord>(current, written)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
        return encoder.encode(other);
    }
}
