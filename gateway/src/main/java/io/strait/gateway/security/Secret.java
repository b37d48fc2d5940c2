package io.strait.gateway.security;

import java.nio.charset.StandardCharsets;

/** A text that no log line shows. Its equality is not constant in time: never compare what a client sent. */
public record Secret(String text) {
    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "***";
    }
}
