package io.strait.gateway.openai;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.request.Json;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** POST /v1/images/edits and /v1/images/variations: checked, then refused, for nothing here edits images yet. */
final class EditImages implements Endpoint {
    /** Longest body: it is held in memory. */
    static final int MAX_BODY_BYTES = 32 << 20;

    private final EditRequest request;
    private final String what;

    /** @param what is not supported, in words */
    EditImages(EditRequest request, String what) {
        this.request = request;
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
        return body(context.request()).compose(body -> {
            if (JsonBody.is("application/json", type)) {
                request.checkJson(Json.readObject(body.getBytes()));
            } else {
                request.checkForm(type, body.getBytes());
            }
            throw ApiError.invalid(501, what + " is not supported by this server.", null, "not_supported")
                    .exception();
        });
    }

    /** The body as it is: the router's own reader takes parts without a file name for text, and gives up on long ones. */
    private static Future<Buffer> body(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BODY_BYTES) {
                whole.tryFail(ApiError.invalid(
                                413, "body: expected at most " + MAX_BODY_BYTES + " bytes.", null, "body_too_long")
                        .exception());
            } else if (!whole.future().isComplete()) {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(whole::tryFail);
        request.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }
}
