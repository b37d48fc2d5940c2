package io.strait.gateway.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a key. The key itself is known to its holder only.
 *
 * @param id names the key in lists and logs; part of the key, and no secret
 * @param tenant whose key it is
 * @param sha256 of the whole key, 64 hex digits
 * @param revokedAt from when on it opens nothing; null: it does
 */
public record ApiKey(
        String id,
        String tenant,
        String sha256,
        Instant createdAt,
        @Nullable Instant revokedAt) {
    /** Whether it opens nothing any more. */
    public boolean revoked() {
        return revokedAt != null;
    }
}
