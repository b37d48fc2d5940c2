package io.strait.gateway.openai;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.request.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** POST /v1/images/edits and /v1/images/variations: checked, then refused, for nothing here edits images yet. */
final class EditImages implements Endpoint {
    /** Longest body: it is held in memory. */
    static final int MAX_BODY_BYTES = 32 << 20;

    private final EditRequest request;
    private final UploadBudget budget;
    private final String what;

    /**
     * Of one route.
     *
     * @param budget of all routes that take uploads
     * @param what is not supported, in words
     */
    EditImages(EditRequest request, UploadBudget budget, String what) {
        this.request = request;
        this.budget = budget;
        this.what = what;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        String type = context.request().getHeader("content-type");
        if (!JsonBody.is("application/json", type) && !JsonBody.is("multipart/form-data", type)) {
            throw ApiError.invalid(
                            415,
                            "content-type: expected multipart/form-data or application/json.",
                            null,
                            "invalid_content_type")
                    .exception();
        }
        return body(context)
                .compose(body -> context.vertx().<Void>executeBlocking(() -> check(type, body.getBytes()), false))
                .compose(checked -> {
                    throw ApiError.invalid(501, what + " is not supported by this server.", null, "not_supported")
                            .exception();
                });
    }

    /** Millions of bytes: not on an event loop. */
    private @Nullable Void check(@Nullable String type, byte[] body) {
        if (JsonBody.is("application/json", type)) {
            request.checkJson(Json.readObject(body));
        } else {
            request.checkForm(String.valueOf(type), body);
        }
        return null;
    }

    /** The body as it is: the router's own reader takes parts without a file name for text, and gives up on long ones. */
    private Future<Buffer> body(RoutingContext context) {
        HttpServerRequest request = context.request();
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        context.addEndHandler(ended -> budget.give(body.length()));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY_BYTES) {
                whole.tryFail(ApiError.invalid(
                                413, "body: expected at most " + MAX_BODY_BYTES + " bytes.", null, "body_too_long")
                        .exception());
            } else if (!whole.future().isComplete() && !context.response().closed()) {
                if (budget.take(chunk.length())) {
                    body.appendBuffer(chunk);
                } else {
                    whole.fail(HttpFailure.unavailable("The server holds as many uploads as it can. Try again."));
                }
            }
        });
        request.exceptionHandler(broken -> whole.tryFail(HttpFailure.unreadable()));
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }
}
