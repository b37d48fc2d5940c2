package io.strait.gateway.http;

import io.vertx.ext.web.Router;

/** A part of the gateway: its routes, and what runs behind them. Opened by its constructor. */
public interface Feature extends AutoCloseable {
    /** Adds its routes. */
    void mount(Router router);

    /** Ends what runs behind the routes. May block, and is not called on an event loop. */
    @Override
    default void close() {}
}
