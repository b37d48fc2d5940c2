package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Endpoint;
import io.strait.gateway.request.Json;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/** GET /v1/models and /v1/models/{id}: the one bundle. */
final class Models {
    private final String name;

    Models(String name) {
        this.name = name;
    }

    Future<Void> list(RoutingContext context) {
        ObjectNode json = Json.object().put("object", "list");
        json.putArray("data").add(model());
        return Endpoint.send(context, 200, json);
    }

    Future<Void> one(RoutingContext context) {
        if (!name.equals(context.pathParam("id"))) {
            throw ApiError.invalid(404, "model: expected " + name + ".", "model", "model_not_found")
                    .exception();
        }
        return Endpoint.send(context, 200, model());
    }

    /** A bundle does not say when it was made. */
    private ObjectNode model() {
        return Json.object()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "strait");
    }
}
