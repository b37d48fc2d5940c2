package io.strait.gateway.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is no HTTP, or too much of it, and so never comes to a route; then the connection closes. */
public final class UnreadableRequest implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = cause instanceof TooLongHttpLineException
                ? 414
                : cause instanceof TooLongHttpHeaderException ? 431 : 400;
        String id = RequestId.of(null);
        request.response().putHeader(RequestId.HEADER, id).putHeader("connection", "close");
        ErrorAnswer.send(request.response(), ErrorAnswer.refusal(status), id)
                .onComplete(sent -> request.connection().close());
    }
}
