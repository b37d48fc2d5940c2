package io.strait.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The page at / and its files under /page, from the class path. Browsers keep them, but ask each time whether they have changed. */
final class Page {
    private static final String FOLDER = "page";
    private static final String INDEX = "index.html";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                    + "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";

    /** By file name, of files that exist. */
    private final Map<String, String> etags = new ConcurrentHashMap<>();

    private Page() {}

    static void mount(Router router, ErrorAnswer errors) {
        Page page = new Page();
        StaticHandler files = StaticHandler.create(FOLDER)
                .setIndexPage(INDEX)
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                // Its own answer to caches, "immutable, max-age=0", contradicts itself, and it has no ETags:
                // modification times
                // differ between gateways.
                .setCachingEnabled(false)
                .setAlwaysAsyncFS(true);
        router.get("/")
                .handler(context -> page.check(context, INDEX))
                .handler(files)
                .failureHandler(errors);
        router.get("/page/*")
                .handler(context -> page.check(context, context.normalizedPath().substring("/page/".length())))
                .handler(files)
                .failureHandler(errors);
    }

    /** Answers 304 to whoever has the file already. */
    private void check(RoutingContext context, String name) {
        HttpServerResponse response = context.response();
        response.putHeader("content-security-policy", POLICY);
        response.putHeader("referrer-policy", "no-referrer");
        response.putHeader("cross-origin-opener-policy", "same-origin");
        etag(context, name).onFailure(context::fail).onSuccess(etag -> {
            if (!etag.isEmpty()) {
                response.putHeader("etag", etag).putHeader("cache-control", "no-cache");
                if (Etags.matches(context.request().getHeader("if-none-match"), etag)) {
                    response.setStatusCode(304).end();
                    return;
                }
            }
            context.next();
        });
    }

    /** The content's hash, quoted; empty if there is no such file. */
    private Future<String> etag(RoutingContext context, String name) {
        String known = etags.get(name);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return context.vertx().executeBlocking(() -> {
            String etag = hash(name);
            if (!etag.isEmpty()) {
                etags.put(name, etag);
            }
            return etag;
        });
    }

    private static String hash(String name) throws IOException, NoSuchAlgorithmException {
        try (InputStream file = Page.class.getResourceAsStream("/" + FOLDER + "/" + name)) {
            return name.isEmpty() || file == null
                    ? ""
                    : '"'
                            + HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(file.readAllBytes()))
                                    .substring(0, 32)
                            + '"';
        }
    }
}
