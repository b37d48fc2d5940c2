package io.strait.gateway.webhook;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.Feature;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.Routes;
import io.strait.gateway.http.Services;
import io.strait.gateway.tenant.Caller;
import io.strait.gateway.webhook.EndpointReader.Registration;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;

/** Webhooks: the tenants' routes, and what delivers behind them. */
public final class WebhookRoutes implements Feature {
    private static final String ALL = "/v1/webhooks";
    private static final String ONE = "/v1/webhooks/:id";
    /** Of each of the partitions that this gateway has, about 1 KiB each. */
    private static final int MOST_HELD = 2_000;

    private final EndpointReader reader;
    private final EndpointTable table;
    private final EventFeed feed;
    private final DeliveryQueue queue;
    private final WebhookLog log;
    private final Sender sender;
    private final Endpoints endpoints;
    private final DeliveryHistory history;

    /** Connects in the background: Kafka need not be there yet. */
    public WebhookRoutes(Services services, WebhookConfig config) {
        this.reader = new EndpointReader(config.allowPrivate());
        this.log = new WebhookLog(services.kafka());
        this.table = new EndpointTable(services.kafka());
        this.sender = new Sender(services.vertx(), services.clock(), config);
        this.feed = new EventFeed(services.kafka(), services.topics(), table, services.jobs(), log);
        this.queue =
                new DeliveryQueue(services.kafka(), table, log, sender, config.schedule(), services.clock(), MOST_HELD);
        this.endpoints = new Endpoints(table, log, services.clock());
        this.history = new DeliveryHistory(services.kafka());
        table.start();
        feed.start();
        queue.start();
    }

    @Override
    public void mount(Router router) {
        JsonBody.post(router, ALL, Routes.MAX_BODY_BYTES, this::create);
        router.get(ALL).handler(handler(this::list));
        router.get(ONE).handler(handler(this::get));
        router.delete(ONE).handler(handler(this::delete));
        router.post(ONE + "/secret").handler(handler(this::renewSecret));
        router.get(ONE + "/deliveries").handler(handler(this::deliveries));
    }

    private static Handler<RoutingContext> handler(Endpoint endpoint) {
        return endpoint.handler();
    }

    private Future<Void> create(RoutingContext context) {
        Registration wanted = reader.read(JsonBody.read(context));
        return blocking(context, () -> endpoints.create(tenant(context), wanted))
                .compose(made -> Endpoint.send(context, 201, WebhookJson.withSecret(made)));
    }

    private Future<Void> list(RoutingContext context) {
        return Endpoint.send(context, 200, WebhookJson.endpoints(endpoints.of(tenant(context))));
    }

    private Future<Void> get(RoutingContext context) {
        return Endpoint.send(context, 200, WebhookJson.endpoint(endpoints.find(tenant(context), id(context))));
    }

    private Future<Void> delete(RoutingContext context) {
        return blocking(context, () -> {
                    endpoints.delete(tenant(context), id(context));
                    return true;
                })
                .compose(gone -> context.response().setStatusCode(204).end());
    }

    private Future<Void> renewSecret(RoutingContext context) {
        return blocking(context, () -> endpoints.renewSecret(tenant(context), id(context)))
                .compose(renewed -> Endpoint.send(context, 200, WebhookJson.withSecret(renewed)));
    }

    private Future<Void> deliveries(RoutingContext context) {
        String id = endpoints.find(tenant(context), id(context)).getId();
        return blocking(context, () -> history.of(id))
                .compose(found -> Endpoint.send(context, 200, WebhookJson.deliveries(found)));
    }

    private static String tenant(RoutingContext context) {
        return Caller.of(context).tenant();
    }

    private static String id(RoutingContext context) {
        return String.valueOf(context.pathParam("id"));
    }

    private static <T> Future<T> blocking(RoutingContext context, Callable<T> call) {
        return context.vertx().executeBlocking(call, false);
    }

    @Override
    public void close() {
        feed.close();
        queue.close();
        table.close();
        sender.close();
        log.close();
    }
}
