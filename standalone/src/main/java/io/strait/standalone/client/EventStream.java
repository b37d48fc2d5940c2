package io.strait.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Optional;

/** Reads server-sent events, as WHATWG's HTML standard frames them, with one JSON document as the data of each. */
final class EventStream {
    private final BufferedReader lines;
    private final ObjectMapper json;
    private String lastId = "";

    EventStream(BufferedReader lines, ObjectMapper json) {
        this.lines = lines;
        this.json = json;
    }

    /** The next event, waiting for it; empty at the end of the stream. A half-sent event at the end does not count. */
    Optional<ServerEvent> next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return Optional.of(event(name, data.toString()));
                }
                name = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> name = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                case "id" -> lastId = value;
                default -> {
                    // a comment that keeps the connection alive, or a field that is not for us
                }
            }
        }
        return Optional.empty();
    }

    private ServerEvent event(String name, String data) throws IOException {
        try {
            return new ServerEvent(name, lastId, json.readTree(data));
        } catch (JsonProcessingException e) {
            throw new IOException("event " + name + ": expected JSON as its data", e);
        }
    }
}
