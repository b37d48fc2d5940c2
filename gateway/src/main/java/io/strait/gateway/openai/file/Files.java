package io.strait.gateway.openai.file;

import io.strait.gateway.table.TableReader;
import io.strait.gateway.table.TableWriter;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.StoredFile;
import io.strait.schemas.codec.RecordCodec;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files by id: their rows in the table, their content in the artifact store. Thread-safe. */
public final class Files {
    private static final Logger LOG = LoggerFactory.getLogger(Files.class);
    private static final int ID_BITS = 124;
    private static final int ID_DIGITS = 24;
    private static final int EXTENSION_DIGITS = 7;

    private final FileTable table;
    private final TableReader reader;
    private final TableWriter writer;
    private final ArtifactStore artifacts;
    private final Predicate<String> used;
    private final Duration usual;
    private final SecureRandom random = new SecureRandom();
    private final RecordCodec<StoredFile> codec = RecordCodec.of(StoredFile.class);

    /**
     * @param reader reads the table
     * @param used whether a file of this id must not go yet
     * @param usual after which a file expires if nobody says; zero: never
     */
    public Files(
            FileTable table,
            TableReader reader,
            TableWriter writer,
            ArtifactStore artifacts,
            Predicate<String> used,
            Duration usual) {
        this.usual = usual;
        this.table = table;
        this.reader = reader;
        this.writer = writer;
        this.artifacts = artifacts;
        this.used = used;
    }

    /** A new id. */
    public String newId() {
        return id(new BigInteger(ID_BITS, random));
    }

    /** The id of a file that comes of something else: always the same. */
    public static String idOf(String origin) {
        return id(new BigInteger(1, sha256(origin)).mod(BigInteger.ONE.shiftLeft(ID_BITS)));
    }

    private static String id(BigInteger number) {
        return "file-" + digits(number, ID_DIGITS);
    }

    /**
     * Extension of the file's artifact: of this file alone, so that two files of the same content are two artifacts and one can be
     * deleted without the other.
     */
    public static String extension(String id) {
        return "f" + digits(new BigInteger(1, sha256(id)), EXTENSION_DIGITS);
    }

    /** The last digits of the number to base 36. */
    private static String digits(BigInteger number, int count) {
        String text = "0".repeat(count) + number.toString(Character.MAX_RADIX);
        return text.substring(text.length() - count);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }

    /** Makes a file known; its content is in the store already. Completes when every gateway that looks will find it. */
    CompletableFuture<Void> add(StoredFile file) {
        return writer.write(table.topic(), file.getId(), codec.encode(file)).thenCompose(acked -> reader.caughtUp());
    }

    /** A tenant's file, wherever it was sent. */
    public CompletableFuture<Optional<StoredFile>> find(String tenant, String id) {
        Optional<StoredFile> known = table.find(tenant, id);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : reader.caughtUp().thenApply(read -> table.find(tenant, id));
    }

    /** A file that a batch reads, expired or not. */
    public CompletableFuture<Optional<StoredFile>> input(String id) {
        Optional<StoredFile> known = table.any(id);
        return known.isPresent()
                ? CompletableFuture.completedFuture(known)
                : reader.caughtUp().thenApply(read -> table.any(id));
    }

    /** Artifacts that are the content of files: these go with their files and not otherwise. */
    public CompletableFuture<Set<String>> artifacts() {
        return reader.caughtUp().thenApply(read -> table.artifacts());
    }

    /**
     * When a file expires.
     *
     * @param asked seconds after it was made; null: after the time that files have which nobody asks for
     * @return epoch milliseconds; null: never
     */
    public @Nullable Long expiry(long madeAt, @Nullable Integer asked) {
        long millis = asked == null ? usual.toMillis() : asked * 1000L;
        return millis == 0 ? null : (Long) (madeAt + millis);
    }

    /** A tenant's files, newest first. */
    CompletableFuture<List<StoredFile>> list(String tenant) {
        return reader.caughtUp().thenApply(read -> table.list(tenant));
    }

    /**
     * Deletes row and content. Completes when no gateway that looks will find the file.
     *
     * @return false if a batch still needs it
     */
    CompletableFuture<Boolean> delete(StoredFile file) {
        return reader.caughtUp()
                .thenCompose(read -> used.test(file.getId())
                        ? CompletableFuture.completedFuture(false)
                        : remove(file).thenApply(gone -> true));
    }

    private CompletableFuture<Void> remove(StoredFile file) {
        return writer.write(table.topic(), file.getId(), null)
                .thenCompose(acked -> reader.caughtUp())
                .thenRunAsync(() -> forget(file));
    }

    /** Deletes what has expired. */
    void sweep() {
        table.expired()
                .forEach(file -> delete(file).exceptionally(failure -> {
                    LOG.warn("file.kept id={} cause={}", file.getId(), failure.toString());
                    return false;
                }));
    }

    private void forget(StoredFile file) {
        try {
            artifacts.delete(file.getArtifact());
        } catch (IOException e) {
            LOG.warn("file.content.kept id={} artifact={}", file.getId(), file.getArtifact(), e);
        }
    }
}
