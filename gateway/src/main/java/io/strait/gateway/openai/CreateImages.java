package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.Links;
import io.strait.gateway.http.OpenStreams;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.security.Tickets;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Completed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** POST /v1/images/generations: answers when the images are finished, or streams them as they take shape. */
final class CreateImages implements Endpoint {
    private final ImageRequestReader reader;
    private final ImageJson json;
    private final Submissions submissions;
    private final ArtifactStore artifacts;
    private final Duration heartbeat;
    private final boolean cancelOnClose;
    private final OpenStreams streams;

    CreateImages(
            ImageRequestReader reader,
            ImageJson json,
            Submissions submissions,
            ArtifactStore artifacts,
            Duration heartbeat,
            boolean cancelOnClose,
            OpenStreams streams) {
        this.streams = streams;
        this.reader = reader;
        this.json = json;
        this.submissions = submissions;
        this.artifacts = artifacts;
        this.heartbeat = heartbeat;
        this.cancelOnClose = cancelOnClose;
    }

    @Override
    public Future<Void> answer(RoutingContext context) {
        ImageRequest request = reader.read(JsonBody.read(context));
        submissions.admit();
        submissions
                .estimatedWaitMillis()
                .ifPresent(millis -> context.response().putHeader(Submissions.WAIT_HEADER, Long.toString(millis)));
        ImageStream stream = new ImageStream(context.vertx(), context.response(), json, request.partials());
        Caller caller = Caller.of(context);
        Context loop = context.vertx().getOrCreateContext();
        List<ImageJob> jobs = IntStream.range(0, request.images().size())
                .mapToObj(i -> new ImageJob(i, request.images().get(i), caller, submissions, loop, stream::preview))
                .toList();
        context.addEndHandler(ended -> {
            stream.stop();
            jobs.forEach(job -> job.abandon(cancelOnClose && !context.response().ended()));
        });
        streams.add(ending(context, loop, jobs, stream));
        return Future.all(jobs.stream().map(ImageJob::start).toList())
                .onFailure(failure -> jobs.forEach(job -> job.abandon(true)))
                .compose(started -> request.stream() ? stream(context, jobs, stream) : whole(context, request, jobs));
    }

    /** The API knows no going on elsewhere: a client that is still waiting when the gateway stops is told to ask again. */
    private OpenStreams.Stream ending(RoutingContext context, Context loop, List<ImageJob> jobs, ImageStream stream) {
        HttpServerResponse response = context.response();
        OpenStreams.Stream open = new OpenStreams.Stream() {
            @Override
            public boolean busy() {
                return !response.ended() && !response.closed();
            }

            @Override
            public void goAway() {
                loop.runOnContext(now -> {
                    if (busy()) {
                        jobs.forEach(job -> job.abandon(false));
                        if (response.headWritten()) {
                            stream.fail(ApiError.of(HttpFailure.stopping()));
                        } else {
                            context.fail(HttpFailure.stopping());
                        }
                    }
                });
            }
        };
        response.endHandler(ended -> streams.remove(open));
        return open;
    }

    private Future<Void> whole(RoutingContext context, ImageRequest request, List<ImageJob> jobs) {
        List<Future<byte[]>> images = jobs.stream()
                .map(job -> job.outcome().compose(done -> load(context, done)))
                .toList();
        return Future.all(images)
                .onFailure(failure -> jobs.forEach(job -> job.abandon(true)))
                .recover(failure -> Future.failedFuture(
                        ApiError.of(failure).afterAcceptance().exception()))
                .compose(finished -> {
                    ObjectNode answer = json.answer(request);
                    ArrayNode data = answer.withArray("data");
                    jobs.forEach(job -> data.add(ImageJson.image(
                            job, url(context, job), images.get(job.index()).result(), request)));
                    return Endpoint.send(context, 200, answer);
                });
    }

    private Future<Void> stream(RoutingContext context, List<ImageJob> jobs, ImageStream stream) {
        stream.open(heartbeat);
        List<Future<Void>> images = jobs.stream()
                .map(job -> job.outcome().compose(done -> load(context, done)).<Void>map(image -> {
                    stream.completed(job, url(context, job), image);
                    return null;
                }))
                .toList();
        Future.all(images).onSuccess(finished -> stream.end()).onFailure(failure -> {
            jobs.forEach(job -> job.abandon(true));
            stream.fail(ApiError.of(failure));
        });
        return Future.succeededFuture();
    }

    private Future<byte[]> load(RoutingContext context, Completed image) {
        return context.vertx()
                .executeBlocking(() -> artifacts.get(image.getArtifact()), false)
                .map(content -> content.orElseThrow(() -> ApiError.noImage(500, "The image is no longer kept.", "gone")
                        .exception()));
    }

    /** As the client reached us, and good without a key. */
    private static String url(RoutingContext context, ImageJob job) {
        return context.request().scheme() + "://" + context.request().authority() + Links.image(job.id())
                + Tickets.imageQuery(context, job.id());
    }
}
