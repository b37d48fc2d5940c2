package io.strait.worker;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a process of its own tells its meters.
 *
 * @param bind address to listen on
 * @param port port to listen on; 0: any free one
 */
public record MetricsSettings(String bind, int port) {
    private static final String PORT = "STRAIT_METRICS_PORT";
    private static final String BIND = "STRAIT_METRICS_BIND";
    private static final int MOST = 65_535;

    /**
     * Reads STRAIT_METRICS_PORT and STRAIT_METRICS_BIND; empty if no port is set.
     *
     * @throws InvalidSettingsException if the port is none
     */
    static Optional<MetricsSettings> from(Map<String, String> environment) {
        String port = environment.get(PORT);
        if (port == null || port.isBlank()) {
            return Optional.empty();
        }
        String bind = environment.getOrDefault(BIND, "127.0.0.1");
        try {
            int number = Integer.parseInt(port.strip());
            if (number >= 0 && number <= MOST) {
                return Optional.of(new MetricsSettings(bind, number));
            }
        } catch (NumberFormatException e) {
            // Told below, with the range.
        }
        throw new InvalidSettingsException(List.of(PORT + ": expected 0 to " + MOST + ", got " + port));
    }

    /** The problem that nothing can listen there. */
    List<String> notFree(IOException cause) {
        return List.of(PORT + ": expected a free port of " + bind + ", got " + port + ": " + cause.getMessage());
    }
}
