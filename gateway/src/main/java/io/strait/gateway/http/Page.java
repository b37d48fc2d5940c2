package io.strait.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The page at / and its files under /page, from the class path. */
final class Page implements Handler<RoutingContext> {
    private static final String FOLDER = "page";
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
                    + "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";

    private Page() {}

    static void mount(Router router) {
        Page headers = new Page();
        StaticHandler files = StaticHandler.create(FOLDER)
                .setIndexPage("index.html")
                .setDirectoryListing(false)
                .setIncludeHidden(false)
                // Files change with the process only, but nothing in their names says so: browsers ask each time.
                .setMaxAgeSeconds(0)
                .setAlwaysAsyncFS(true);
        router.get("/").handler(headers).handler(files);
        router.get("/page/*").handler(headers).handler(files);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader("content-security-policy", POLICY);
        response.putHeader("referrer-policy", "no-referrer");
        response.putHeader("cross-origin-opener-policy", "same-origin");
        context.next();
    }
}
