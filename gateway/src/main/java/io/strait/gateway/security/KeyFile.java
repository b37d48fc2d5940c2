package io.strait.gateway.security;

import io.strait.gateway.tenant.TenantName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The file of keys as its keeper changes it. A reader sees all of a change or none, and two changes at a time follow each other. Calls block.
 */
public final class KeyFile {
    private final Path path;
    private final Path folder;

    /** @param path need not exist: it is made with the first key, for its owner's eyes only */
    public KeyFile(Path path) {
        this.path = path.toAbsolutePath();
        this.folder = this.path.resolveSibling("");
    }

    /**
     * Every key there ever was, oldest first.
     *
     * @throws IllegalArgumentException if the file is not one of keys
     */
    public List<ApiKey> keys() throws IOException {
        return read().all();
    }

    /**
     * Makes a key.
     *
     * @param tenant whose it is
     * @return the key, which is kept nowhere else
     * @throws IllegalArgumentException if the tenant's name is none, or the file is not one of keys
     */
    public String create(String tenant, Instant now, RandomGenerator random) throws IOException {
        TenantName.check("tenant", tenant);
        String text = KeyText.create(random);
        String hash = HexFormat.of().formatHex(KeyText.hash(text));
        ApiKey key =
                new ApiKey(KeyText.id(text).orElseThrow(), tenant, hash, now.truncatedTo(ChronoUnit.SECONDS), null);
        change(keys -> {
            List<ApiKey> more = new ArrayList<>(keys);
            more.add(key);
            return more;
        });
        return text;
    }

    /**
     * Ends a key, for good.
     *
     * @return whether there is such a key; one that was revoked before stays as it is
     */
    public boolean revoke(String id, Instant now) throws IOException {
        boolean[] found = {false};
        change(keys -> keys.stream()
                .map(key -> {
                    found[0] |= key.id().equals(id);
                    return key.id().equals(id) && !key.revoked()
                            ? new ApiKey(
                                    key.id(),
                                    key.tenant(),
                                    key.sha256(),
                                    key.createdAt(),
                                    now.truncatedTo(ChronoUnit.SECONDS))
                            : key;
                })
                .toList());
        return found[0];
    }

    private ApiKeys read() throws IOException {
        try {
            return ApiKeys.parse(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return new ApiKeys(List.of());
        }
    }

    private void change(UnaryOperator<List<ApiKey>> change) throws IOException {
        Files.createDirectories(folder);
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        // The lock of the file is the process's: its own threads wait for each other here.
        synchronized (KeyFile.class) {
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                var unused = channel.lock(); // until the channel closes
                write(new ApiKeys(change.apply(read().all())).toJson());
            }
        }
    }

    private void write(byte[] json) throws IOException {
        Path part = Files.createTempFile(folder, String.valueOf(path.getFileName()), ".part", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(json);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private FileAttribute<?>[] ownerOnly() throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
