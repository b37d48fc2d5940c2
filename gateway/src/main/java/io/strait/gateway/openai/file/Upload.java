package io.strait.gateway.openai.file;

import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.request.InvalidRequestException;
import io.strait.schemas.artifact.ArtifactWriter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One form on its way to the store: the connection waits while a piece is written. */
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    private final ArtifactWriter writer;
    private final FormSink sink;
    private final Form form;
    private final Consumer<Map<String, String>> check;
    private boolean failed;

    /**
     * @param writer closed by this, in the end
     * @param check throws if the short parts are not right: then nothing is kept
     */
    Upload(ArtifactWriter writer, String contentType, long mostBytes, Consumer<Map<String, String>> check)
            throws IOException {
        this.writer = writer;
        this.check = check;
        this.sink = new FormSink(writer, mostBytes);
        try {
            this.form = new Form(contentType, sink);
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    /** What has come. */
    record Received(String artifact, String filename, long bytes, Map<String, String> fields) {}

    /** Reads the request, which is paused. */
    Future<Received> read(Vertx vertx, HttpServerRequest request) {
        Promise<Received> whole = Promise.promise();
        request.exceptionHandler(broken -> whole.tryFail(HttpFailure.unreadable()));
        request.handler(piece -> {
            if (failed) {
                return;
            }
            request.pause();
            vertx.executeBlocking(() -> add(piece)).onComplete(done -> {
                if (done.failed()) {
                    failed = true;
                    whole.tryFail(done.cause());
                }
                request.resume();
            });
        });
        request.endHandler(end -> {
            if (!failed) {
                vertx.executeBlocking(this::finish).onComplete(done -> {
                    if (done.succeeded()) {
                        whole.tryComplete(done.result());
                    } else {
                        whole.tryFail(done.cause());
                    }
                });
            }
        });
        request.resume();
        return whole.future().onComplete(done -> vertx.executeBlocking(this::close));
    }

    private boolean add(Buffer piece) throws IOException {
        form.add(piece.getBytes());
        return true;
    }

    private Received finish() throws IOException {
        form.end();
        if (sink.files() != 1) {
            throw new InvalidRequestException("file", "one file", sink.files() + " files");
        }
        check.accept(sink.fields());
        return new Received(writer.finish(), sink.filename(), sink.bytes(), sink.fields());
    }

    private boolean close() {
        try {
            writer.close();
        } catch (IOException e) {
            LOG.warn("upload.leftover", e);
        }
        return true;
    }
}
