package io.strait.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages may ask. Browsers say which page a request is from; other clients say nothing, and may.
 *
 * @param others origins besides our own
 */
public record Origins(Set<String> others) {
    /** Our own page's, and these. */
    public Origins(List<String> others) {
        this(Set.copyOf(others));
    }

    /** Whether the request is from no page, our own, or one of the others. */
    public boolean allow(HttpServerRequest request) {
        String origin = request.getHeader("origin");
        return origin == null || others.contains(origin) || own(origin, request.getHeader("host"));
    }

    private static boolean own(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
