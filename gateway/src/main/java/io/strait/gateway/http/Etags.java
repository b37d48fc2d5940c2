package io.strait.gateway.http;

import org.jspecify.annotations.Nullable;

/** Entity tags that are hashes of the content. */
public final class Etags {
    private Etags() {}

    /** Whether a client that sent this If-None-Match has the content already. */
    public static boolean matches(@Nullable String header, String etag) {
        return header != null && (header.strip().equals("*") || header.contains(etag));
    }
}
