package io.strait.gateway.fuzz;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * A request, and what is known of its answer.
 *
 * @param method as the answer's form depends on it
 * @param path as written, without the query
 * @param bytes what goes over the wire
 * @param valid whether it must succeed
 * @param http whether it is well-formed HTTP, so that the answer is a route's; else it may just as well be refused or the connection closed
 */
public record Generated(String method, String path, Buffer bytes, boolean valid, boolean http) {
    @Override
    public String toString() {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        return text.length() <= 3_000 ? text : text.substring(0, 3_000) + "… (" + text.length() + " bytes)";
    }
}
