package io.strait.gateway.http;

import io.strait.gateway.job.JobSnapshot;
import io.strait.gateway.job.Jobs;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Completed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * GET /v1/generations/{id}/image: the finished image, which never changes, or a range of its bytes. 404 until it is finished; 410
 * when it never will be, or is no longer kept.
 */
final class GetImage implements Endpoint {
    private final Jobs jobs;
    private final ArtifactStore artifacts;
    private final ImageLinks links;

    /** @param linked how long a link to the store itself is good; zero: there are none */
    GetImage(Jobs jobs, ArtifactStore artifacts, Duration linked) {
        this.jobs = jobs;
        this.artifacts = artifacts;
        this.links = new ImageLinks(artifacts, linked);
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        return Endpoint.on(context, jobs.outcome(Caller.of(context), Ids.id(context.pathParam("id"))))
                .map(found -> image(found.orElseThrow(HttpFailure::unknownJob)))
                .compose(image -> links.redirect(context, image)
                        .compose(sent -> sent ? Future.succeededFuture() : send(context, image)));
    }

    private static Completed image(JobSnapshot job) {
        var outcome = job.view().outcome();
        if (outcome.isEmpty()) {
            throw new HttpFailure(
                    404,
                    "The image is not finished: the generation is "
                            + StatusJson.name(job.view().status()) + ".");
        }
        if (outcome.get().getWhat() instanceof Completed completed) {
            return completed;
        }
        throw new HttpFailure(
                410,
                "There is no image: the generation ended as "
                        + StatusJson.name(job.view().status()) + ".");
    }

    private Future<Void> send(RoutingContext context, Completed image) {
        String name = image.getArtifact();
        // The name is the content's hash with an extension.
        String etag = "\"" + name.split("\\.", 2)[0] + "\"";
        HttpServerResponse response = context.response();
        if (Etags.matches(context.request().getHeader("if-none-match"), etag)) {
            cached(response, etag);
            return response.setStatusCode(304).end();
        }
        return context.vertx()
                .executeBlocking(() -> artifacts.get(name), false)
                .map(content -> content.orElseThrow(() -> new HttpFailure(410, "The image is no longer kept.")))
                .compose(content -> send(context, content, etag, image.getFormat()));
    }

    private static Future<Void> send(RoutingContext context, byte[] content, String etag, String format) {
        HttpServerResponse response = context.response().putHeader("accept-ranges", "bytes");
        ByteRange range = range(context.request(), content.length, etag);
        if (range != null && !range.satisfiable()) {
            response.putHeader("content-range", "bytes */" + content.length);
            throw new HttpFailure(416, "Range: expected bytes of an image of " + content.length + " bytes.");
        }
        Buffer body = Buffer.buffer(content);
        if (range != null) {
            response.setStatusCode(206)
                    .putHeader("content-range", "bytes " + range.first() + "-" + range.last() + "/" + content.length);
            body = body.slice(range.first(), range.last() + 1);
        }
        cached(response, etag);
        return response.putHeader("content-type", "image/" + format)
                .putHeader("content-length", Integer.toString(body.length()))
                .end(body);
    }

    /** What the client asks for of this very content; null for the whole. */
    private static @Nullable ByteRange range(HttpServerRequest request, int length, String etag) {
        String condition = request.getHeader("if-range");
        boolean same = condition == null || condition.strip().equals(etag);
        return same && request.method().equals(HttpMethod.GET)
                ? ByteRange.of(request.getHeader("range"), length)
                : null;
    }

    private static void cached(HttpServerResponse response, String etag) {
        // Not public: a shared cache would show one tenant another's images.
        response.putHeader("etag", etag).putHeader("cache-control", "private, max-age=31536000, immutable");
    }
}
