package io.strait.gateway.tenant;

import io.vertx.ext.web.RoutingContext;

/**
 * Who a request is from.
 *
 * @param tenant whose jobs these are: a tenant sees, follows, cancels and fetches its own only
 */
public record Caller(String tenant) {
    /** Everybody, as long as nobody has to say who they are. */
    public static final Caller ANYBODY = new Caller("default");

    private static final String KEY = Caller.class.getName();

    /** The caller of a request. */
    public static Caller of(RoutingContext context) {
        Caller caller = context.get(KEY);
        return caller == null ? ANYBODY : caller;
    }

    /** Makes this the caller of a request, before its route is reached. */
    public void enter(RoutingContext context) {
        context.put(KEY, this);
    }
}
