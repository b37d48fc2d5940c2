package io.strait.gateway.openai.file;

import io.strait.gateway.table.Table;
import io.strait.schemas.avro.StoredFile;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every file there is. */
public final class FileTable implements Table {
    /** Newest first; files of one millisecond by id. */
    private static final Comparator<StoredFile> NEWEST = Comparator.comparingLong(StoredFile::getCreatedAt)
            .thenComparing(StoredFile::getId)
            .reversed();

    private final String topic;
    private final InstantSource clock;
    private final RecordCodec<StoredFile> codec = RecordCodec.of(StoredFile.class);
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();

    /** Empty until it is read. */
    public FileTable(Topics topics, InstantSource clock) {
        this.topic = topics.files();
        this.clock = clock;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public void apply(int partition, String key, byte @Nullable [] value) {
        if (value == null) {
            files.remove(key);
        } else {
            files.put(key, codec.decode(value));
        }
    }

    /** A tenant's file, unless it has expired. */
    public Optional<StoredFile> find(String tenant, String id) {
        return Optional.ofNullable(files.get(id))
                .filter(file -> file.getTenant().equals(tenant))
                .filter(file -> !expired(file));
    }

    /** Any file that is still there. */
    Optional<StoredFile> any(String id) {
        return Optional.ofNullable(files.get(id));
    }

    /** A tenant's files, newest first. */
    List<StoredFile> list(String tenant) {
        return files.values().stream()
                .filter(file -> file.getTenant().equals(tenant) && !expired(file))
                .sorted(NEWEST)
                .toList();
    }

    /** Artifacts that are the content of files, expired or not. */
    Set<String> artifacts() {
        return files.values().stream().map(StoredFile::getArtifact).collect(Collectors.toSet());
    }

    /** Files whose time is over and that are still there. */
    List<StoredFile> expired() {
        return files.values().stream().filter(this::expired).toList();
    }

    private boolean expired(StoredFile file) {
        Long expiresAt = file.getExpiresAt();
        return expiresAt != null && expiresAt <= clock.millis();
    }
}
