package io.strait.gateway.openai.file;

import io.strait.gateway.http.Endpoint;
import io.strait.gateway.openai.ApiError;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.StoredFile;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** GET /v1/files/{id}/content: as fast as the client reads, a piece at a time in memory. */
final class SendFile implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(SendFile.class);
    private static final int PIECE = 64 * 1024;

    private final Files files;
    private final ArtifactStore artifacts;

    SendFile(Files files, ArtifactStore artifacts) {
        this.files = files;
        this.artifacts = artifacts;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        String id = context.pathParam("id");
        return Endpoint.on(context, files.find(Caller.of(context).tenant(), id))
                .map(found -> found.orElseThrow(() -> FilesFeature.unknown(id)))
                .compose(file -> send(context, file));
    }

    private Future<Void> send(RoutingContext context, StoredFile file) {
        Vertx vertx = context.vertx();
        return vertx.executeBlocking(() -> artifacts.open(file.getArtifact())).compose(content -> {
            InputStream in = content.orElseThrow(
                    () -> ApiError.invalid(404, "The file's content is no longer kept.", "file_id", "gone")
                            .exception());
            HttpServerResponse response = context.response()
                    .putHeader("content-type", "application/octet-stream")
                    .putHeader("content-length", Long.toString(file.getBytes()))
                    .putHeader("cache-control", "no-store");
            Promise<Void> sent = Promise.promise();
            next(vertx, in, response, sent);
            return sent.future().onComplete(done -> vertx.executeBlocking(() -> close(in)));
        });
    }

    /** Reads a piece, writes it, and comes back when the connection has room for another. */
    private static void next(Vertx vertx, InputStream in, HttpServerResponse response, Promise<Void> sent) {
        vertx.executeBlocking(() -> in.readNBytes(PIECE))
                .onFailure(sent::tryFail)
                .onSuccess(piece -> {
                    if (piece.length == 0) {
                        response.end().onComplete(sent);
                    } else if (response.closed()) {
                        sent.tryFail(new IOException("the client has gone"));
                    } else {
                        response.write(Buffer.buffer(piece))
                                .onSuccess(written -> next(vertx, in, response, sent))
                                .onFailure(sent::tryFail);
                    }
                });
    }

    private static boolean close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("file.unclosed", e);
        }
        return true;
    }
}
