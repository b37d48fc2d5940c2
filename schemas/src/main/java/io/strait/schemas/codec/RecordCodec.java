package io.strait.schemas.codec;

import io.strait.schemas.avro.JobEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.avro.util.ClassSecurityValidator.ClassSecurityPredicate;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One record type as bytes: Avro single-object encoding (two marker bytes, the schema's 8-byte CRC-64-AVRO fingerprint, the data). Reads
 * every version of the schema this build knows; writes the one that {@link WriterVersion} says. Thread-safe.
 *
 * @param <T> a generated record
 */
public final class RecordCodec<T extends SpecificRecord> {
    static {
        // Avro makes no object of a class it has not been told to trust
        ClassSecurityPredicate others = ClassSecurityValidator.getGlobal();
        ClassSecurityPredicate ours = type -> type.getPackageName().equals(JobEvent.class.getPackageName());
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(others, ours));
    }

    private final String type;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;
    private final @Nullable OtherVersion other;

    private RecordCodec(Class<T> record) {
        SpecificData data = SpecificData.getForClass(record);
        Schema current = data.getSchema(record);
        this.type = current.getName();
        this.encoder = new BinaryMessageEncoder<>(data, current);
        this.decoder = new BinaryMessageDecoder<>(data, current);
        SchemaVersions.of(type).forEach(decoder::addSchema);
        this.other = SchemaVersions.at(WriterVersion.get(), type)
                .filter(written -> !written.equals(current))
                .map(written -> new OtherVersion(data, current, written))
                .orElse(null);
    }

    /** The codec of a generated record type. */
    public static <T extends SpecificRecord> RecordCodec<T> of(Class<T> record) {
        return new RecordCodec<>(record);
    }

    /**
     * Returns the record's bytes.
     *
     * @throws IllegalArgumentException if a required field is missing
     */
    public byte[] encode(T record) {
        try {
            ByteBuffer bytes = other == null ? encoder.encode(record) : other.encode(record);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(type + ": cannot be encoded", e);
        } catch (AvroRuntimeException | NullPointerException e) {
            throw new IllegalArgumentException(type + ": expected every required field to be set", e);
        }
    }

    /**
     * Reads a record of any known version.
     *
     * @throws UnknownSchemaException if the fingerprint belongs to no known version
     * @throws CorruptRecordException if the bytes are damaged or something else
     */
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(new ByteArrayInputStream(bytes), null);
        } catch (MissingSchemaException e) {
            throw new UnknownSchemaException(type + ": expected a known schema version, got another fingerprint", e);
        } catch (BadHeaderException e) {
            throw new CorruptRecordException(type + ": expected a single-object encoded record", e);
        } catch (IOException | RuntimeException e) {
            throw new CorruptRecordException(type + ": cannot be decoded from " + bytes.length + " bytes", e);
        }
    }

    /** For Kafka producers; null, a tombstone, stays null. */
    public Serializer<T> serializer() {
        return (topic, record) -> record == null ? null : encode(record);
    }

    /** For Kafka consumers; null, a tombstone, stays null. Throws as {@link #decode} does. */
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : decode(bytes);
    }
}
