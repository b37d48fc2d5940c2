package io.strait.gateway.tenant;

import io.strait.gateway.settings.WatchedFile;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each tenant may, now. Follows the file of limits while the gateway runs. Thread-safe. */
public final class Tenants implements AutoCloseable {
    private final @Nullable WatchedFile<LimitsFile> file;

    private Tenants(@Nullable WatchedFile<LimitsFile> file) {
        this.file = file;
    }

    /**
     * Reads the limits. Blocks.
     *
     * @param limits file of limits; without one nobody is limited
     * @throws IllegalArgumentException with what is wrong with the file
     */
    public static Tenants open(Vertx vertx, Optional<Path> limits) {
        return new Tenants(limits.map(path -> WatchedFile.open(vertx, "limits", path, LimitsFile::parse))
                .orElse(null));
    }

    /** The limits of a tenant, known by name or not. They change with the file: ask again rather than keep them. */
    public TenantLimits limits(String tenant) {
        return file == null ? TenantLimits.NONE : file.content().of(tenant);
    }

    /** Whether anybody can be limited. */
    public boolean limiting() {
        return file != null;
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
