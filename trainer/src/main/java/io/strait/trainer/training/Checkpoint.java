package io.strait.trainer.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a run needs to go on: named float arrays and a few facts. Randomness is a function of seed and step, so
 * those two stand for the state of the generator. Written whole or not at all.
 */
public final class Checkpoint {
    private static final int MAGIC = 0x53544331;

    /**
     * Facts about a run.
     *
     * @param kind {@code tokenizer} or a stage
     * @param preset name of the preset
     * @param step finished steps
     * @param seed seed of the run
     * @param seconds training time so far, over all sittings
     * @param labels labels in id order
     * @param metrics last validation
     * @param tokenizer hash of the tokenizer's weights, or this one's if it is the tokenizer
     */
    public record Facts(
            String kind,
            String preset,
            long step,
            long seed,
            double seconds,
            java.util.List<String> labels,
            Map<String, Double> metrics,
            String tokenizer) {
        public Facts {
            labels = java.util.List.copyOf(labels);
            metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
        }
    }

    private final Facts facts;
    private final Map<String, float[]> arrays;

    /** Takes over the arrays. */
    public Checkpoint(Facts facts, Map<String, float[]> arrays) {
        this.facts = facts;
        this.arrays = new TreeMap<>(arrays);
    }

    /** Facts about the run. */
    public Facts facts() {
        return facts;
    }

    /** Arrays by name; not copied. */
    public Map<String, float[]> arrays() {
        return Collections.unmodifiableMap(arrays);
    }

    /**
     * One array, not copied.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public float[] array(String name) {
        float[] found = arrays.get(name);
        if (found == null) {
            throw new IllegalArgumentException("checkpoint: expected an array " + name + ", got " + arrays.keySet());
        }
        return found;
    }

    /**
     * Writes beside the file, then renames.
     *
     * @throws IOException if it could not be written, e.g. for lack of room; an older one of that name stays as it was
     */
    public void save(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            write(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            String kept = Files.exists(file) ? "the one before is kept" : "there is none before it";
            try {
                Files.deleteIfExists(part);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw new IOException(
                    file + ": expected to write a checkpoint of " + (bytes() >> 20) + " MiB, got " + e.getMessage()
                            + "; " + kept,
                    e);
        }
    }

    private long bytes() {
        return Float.BYTES
                * arrays.values().stream().mapToLong(array -> array.length).sum();
    }

    private void write(Path part) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 20))) {
            out.writeInt(MAGIC);
            byte[] json = new ObjectMapper().writeValueAsBytes(facts);
            out.writeInt(json.length);
            out.write(json);
            out.writeInt(arrays.size());
            for (Map.Entry<String, float[]> e : arrays.entrySet()) {
                out.writeUTF(e.getKey());
                out.writeInt(e.getValue().length);
                ByteBuffer bytes = ByteBuffer.allocate(4 * e.getValue().length);
                bytes.asFloatBuffer().put(e.getValue());
                out.write(bytes.array());
            }
        }
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IOException if it is missing or no checkpoint
     */
    public static Checkpoint load(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(file + ": expected a checkpoint, got another kind of file");
            }
            Facts facts = new ObjectMapper().readValue(in.readNBytes(in.readInt()), Facts.class);
            Map<String, float[]> arrays = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String name = in.readUTF();
                float[] values = new float[in.readInt()];
                ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
                in.readFully(bytes.array());
                bytes.asFloatBuffer().get(values);
                arrays.put(name, values);
            }
            return new Checkpoint(facts, arrays);
        }
    }
}
