package io.strait.standalone.command;

import io.strait.standalone.client.GatewayClient;
import java.net.URI;

/** Gateways that run elsewhere. */
final class Servers {
    private Servers() {}

    /** A client that shows the key in STRAIT_API_KEY, if there is one: not an option, for others see a process's options. */
    static GatewayClient client(URI server) {
        String key = System.getenv("STRAIT_API_KEY");
        return new GatewayClient(server, key == null ? "" : key.strip());
    }
}
