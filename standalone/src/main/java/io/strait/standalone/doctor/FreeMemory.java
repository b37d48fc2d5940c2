package io.strait.standalone.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Memory that new processes can have without others being pushed out, as Linux reckons it. */
final class FreeMemory {
    private FreeMemory() {}

    /** Bytes; empty where the system does not say. */
    static Optional<Long> read() {
        try {
            return parse(Files.readAllLines(Path.of("/proc/meminfo")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<Long> parse(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("MemAvailable:")) {
                return Optional.of(Long.parseLong(line.replaceAll("[^0-9]", "")) << 10);
            }
        }
        return Optional.empty();
    }
}
