package io.strait.gateway.http;

import io.strait.gateway.settings.Settings;

/**
 * Where figures can be had without a credential.
 *
 * @param bind address to listen on
 * @param port port to listen on; 0: any free one; negative: none
 * @param hosts names by which it is asked there
 */
public record MetricsConfig(String bind, int port, HostNames hosts) {
    private static final int NONE = -1;

    /** Reads the STRAIT_GATEWAY_METRICS_ settings. */
    public static MetricsConfig read(Settings settings) {
        String own = Settings.OWN + "METRICS_";
        String bind = settings.text(own + "BIND", "127.0.0.1");
        return new MetricsConfig(
                bind,
                settings.number(own + "PORT", NONE, 0, 65_535),
                HostNames.read(settings, HostNames.loopback(bind)));
    }

    /** Whether there is such a place. */
    boolean listens() {
        return port > NONE;
    }
}
