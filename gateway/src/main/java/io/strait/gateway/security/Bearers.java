package io.strait.gateway.security;

import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.settings.WatchedFile;
import io.strait.gateway.tenant.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** Who holds what stands after {@code Bearer}: an API key, or a token of the issuer. Thread-safe. */
public final class Bearers implements AutoCloseable {
    private static final String KEY = "key:";

    private final @Nullable WatchedFile<ApiKeys> keys;
    private final @Nullable Tokens tokens;

    private Bearers(@Nullable WatchedFile<ApiKeys> keys, @Nullable Tokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /**
     * Reads the keys. Blocks.
     *
     * @throws IllegalArgumentException if the file of keys cannot be read
     */
    public static Bearers open(Vertx vertx, SecurityConfig config) {
        return new Bearers(
                config.keys()
                        .map(path -> WatchedFile.open(vertx, "keys", path, ApiKeys::parse))
                        .orElse(null),
                config.jwt().map(jwt -> new Tokens(vertx, jwt)).orElse(null));
    }

    /** Fails with 401 if nobody holds it, 503 if that cannot be told now. */
    Future<Caller> caller(String bearer) {
        if (keys != null && bearer.startsWith(KeyText.PREFIX)) {
            return keys.content()
                    .find(bearer)
                    .map(key -> Future.succeededFuture(new Caller(key.tenant(), KEY + key.id())))
                    .orElseGet(() -> Future.failedFuture(HttpFailure.unauthenticated("The API key is not known.")));
        }
        if (tokens != null) {
            return tokens.caller(bearer);
        }
        return Future.failedFuture(HttpFailure.unauthenticated("The API key is not known."));
    }

    /** Whether a caller's key still opens something: a connection may outlive its key. */
    public boolean holds(Caller caller) {
        String credential = caller.credential();
        return !credential.startsWith(KEY)
                || (keys != null && keys.content().opens(credential.substring(KEY.length())));
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
        if (tokens != null) {
            tokens.close();
        }
    }
}
