package io.strait.gateway.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.Etags;
import io.strait.gateway.http.Feature;
import io.strait.gateway.request.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** GET /openapi.json, /openapi.yaml, /asyncapi.json and /asyncapi.yaml: written when first asked for. */
public final class DocumentRoutes implements Feature {
    private record Written(Buffer content, String etag) {}

    private final Map<String, Written> written = new ConcurrentHashMap<>();

    @Override
    public void mount(Router router) {
        mount(router, "/openapi", Documents::openApi);
        mount(router, "/asyncapi", Documents::asyncApi);
    }

    private void mount(Router router, String path, Supplier<ObjectNode> document) {
        add(router, path + ".json", "application/json", () -> Json.bytes(document.get()));
        add(
                router,
                path + ".yaml",
                "application/yaml",
                () -> Documents.yaml(document.get()).getBytes(StandardCharsets.UTF_8));
    }

    private void add(Router router, String path, String mediaType, Supplier<byte[]> content) {
        Endpoint endpoint = context -> find(context, path, content).compose(found -> send(context, mediaType, found));
        router.get(path).method(HttpMethod.HEAD).handler(endpoint.handler());
    }

    private Future<Written> find(RoutingContext context, String path, Supplier<byte[]> content) {
        Written known = written.get(path);
        return known != null
                ? Future.succeededFuture(known)
                : context.vertx()
                        .executeBlocking(() -> written.computeIfAbsent(path, first -> write(content.get())), false);
    }

    private static Written write(byte[] content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
            return new Written(
                    Buffer.buffer(content), '"' + HexFormat.of().formatHex(hash).substring(0, 32) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every Java", e);
        }
    }

    private static Future<Void> send(RoutingContext context, String mediaType, Written document) {
        HttpServerResponse response =
                context.response().putHeader("etag", document.etag()).putHeader("cache-control", "no-cache");
        if (Etags.matches(context.request().getHeader("if-none-match"), document.etag())) {
            return response.setStatusCode(304).end();
        }
        return response.putHeader("content-type", mediaType)
                .putHeader("content-length", Integer.toString(document.content().length()))
                .end(document.content());
    }
}
