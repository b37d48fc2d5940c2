package io.strait.gateway.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a request, in its answer, in every line logged on its behalf, and in what its client is told of a failure. */
public final class RequestId implements VertxServiceProvider {
    /** Header of requests and of answers. */
    public static final String HEADER = "x-request-id";

    private static final Pattern PRESENTABLE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final ContextLocal<String> LOCAL = ContextLocal.registerLocal(String.class);

    /** Called by Vert.x as it starts, before which the place for ids has to be known. */
    @Override
    public void init(VertxBootstrap builder) {
        // Loading the class is all.
    }

    /** The client's own, where it is presentable; else a new one. */
    static String of(@Nullable String given) {
        return given != null && PRESENTABLE.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    /** Makes this the id of the request that the current context belongs to. */
    static void enter(String id) {
        Context context = Vertx.currentContext();
        if (context != null) {
            context.putLocal(LOCAL, id);
        }
    }

    /** Id of the request on whose behalf this runs; null if it is none. */
    public static @Nullable String current() {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(LOCAL);
    }
}
