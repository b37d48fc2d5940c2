package io.strait.gateway.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last route: 404, or 405 with the methods that the path does know. */
final class NoRoute implements Handler<RoutingContext> {
    private record Known(Pattern path, List<String> methods) {
        static Known of(Route route) {
            String path = Arrays.stream(route.getPath().split("(?<=/)|(?=/)", -1))
                    .map(part -> part.startsWith(":") ? "[^/]+" : Pattern.quote(part))
                    .collect(Collectors.joining());
            return new Known(
                    // The router takes either for such a route.
                    Pattern.compile(path + (route.isExactPath() ? "/?" : ".*")),
                    route.methods().stream().map(HttpMethod::name).toList());
        }
    }

    private final List<Known> routes;

    /** @param router with every other route */
    NoRoute(Router router) {
        routes = router.getRoutes().stream()
                .filter(route -> route.getPath() != null && route.methods() != null)
                .map(Known::of)
                .toList();
    }

    @Override
    public void handle(RoutingContext context) {
        Set<String> methods = routes.stream()
                .filter(route -> route.path().matcher(context.normalizedPath()).matches())
                .map(Known::methods)
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        // A route that took the request and passed it on has looked and found nothing.
        if (methods.isEmpty() || methods.contains(context.request().method().name())) {
            context.fail(404);
            return;
        }
        context.response().putHeader("allow", String.join(", ", methods));
        context.fail(405);
    }
}
