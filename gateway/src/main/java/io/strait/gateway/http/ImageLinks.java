package io.strait.gateway.http;

import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Completed;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Sends clients to the artifact store itself, where it serves them. Whoever has the link has the image, until it expires.
 *
 * @param validFor how long a link is good; zero: nobody is sent away
 */
record ImageLinks(ArtifactStore artifacts, Duration validFor) {
    /** Whether the answer has been given: 307 to the store. */
    Future<Boolean> redirect(RoutingContext context, Completed image) {
        if (validFor.isZero()) {
            return Future.succeededFuture(false);
        }
        return context.vertx()
                .executeBlocking(
                        () -> artifacts.link(image.getArtifact(), validFor, "image/" + image.getFormat()), false)
                .compose(link -> {
                    if (link.isEmpty()) {
                        return Future.succeededFuture(false);
                    }
                    return context.response()
                            .setStatusCode(307)
                            .putHeader("location", link.get().toString())
                            .putHeader("cache-control", "private, max-age=" + validFor.toSeconds() / 2)
                            .end()
                            .map(true);
                });
    }
}
