package io.strait.gateway;

import io.strait.gateway.security.KeyFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;

/** A gateway that asks for keys, and the keys of two tenants. */
final class Guarded implements AutoCloseable {
    private static final String CAT = "{\"label\":\"noto/cat-face\",\"seed\":7}";

    private final KeyFile keys;
    private final Gateway gateway;
    private final String acme;
    private final String other;

    /** @param folder for the file of keys; two gateways may share it */
    Guarded(Stack stack, Path folder, Map<String, String> settings) throws IOException {
        this.keys = new KeyFile(file(folder));
        this.acme = create("acme");
        this.other = create("other");
        Map<String, String> all = new HashMap<>(settings);
        all.put("STRAIT_GATEWAY_KEYS", file(folder).toString());
        this.gateway = stack.gateway(all);
    }

    static Path file(Path folder) {
        return folder.resolve("keys.json");
    }

    int port() {
        return gateway.port();
    }

    int metricsPort() {
        return gateway.metricsPort();
    }

    String create(String tenant) throws IOException {
        return keys.create(tenant, Instant.now(), new SecureRandom());
    }

    void revoke(String key) throws IOException {
        keys.revoke(key.split("_", 3)[1], Instant.now());
    }

    String acmeKey() {
        return acme;
    }

    Client acme() {
        return new Client(gateway, acme);
    }

    Client other() {
        return new Client(gateway, other);
    }

    Client with(String credential) {
        return new Client(gateway, credential);
    }

    Client stranger() {
        return new Client(gateway);
    }

    /** Id of a new job of acme's. */
    String generate() throws IOException, InterruptedException {
        return acme().generate(CAT);
    }

    /** Opens a WebSocket; empty key or origin: without. */
    WebSocket socket(String path, String key, String origin, Messages messages) {
        WebSocket.Builder builder = Client.http().newWebSocketBuilder();
        if (!key.isEmpty()) {
            builder.header("authorization", "Bearer " + key);
        }
        if (!origin.isEmpty()) {
            builder.header("origin", origin);
        }
        URI uri = stranger().uri("ws", path);
        return builder.buildAsync(uri, messages).join();
    }

    /** Status with which a WebSocket is refused. */
    int refusal(String path, String key, String origin) {
        try {
            socket(path, key, origin, new Messages()).abort();
            return 101;
        } catch (CompletionException e) {
            return Objects.requireNonNull((WebSocketHandshakeException) e.getCause())
                    .getResponse()
                    .statusCode();
        }
    }

    @Override
    public void close() {
        Stack.await(gateway.close());
    }
}
