package io.strait.gateway.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.gateway.http.Endpoint;
import io.strait.gateway.http.HttpFailure;
import io.strait.gateway.http.JsonBody;
import io.strait.gateway.http.Links;
import io.strait.gateway.http.OpenStreams;
import io.strait.gateway.http.Submissions;
import io.strait.gateway.idempotency.Idempotency;
import io.strait.gateway.idempotency.IdempotencyKey;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.security.Tickets;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.artifact.ArtifactStore;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.job.JobId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
        ObjectNode body = JsonBody.read(context);
        ImageRequest request = reader.read(body);
        submissions.admit();
        submissions
                .estimatedWaitMillis()
                .ifPresent(millis -> context.response().putHeader(Submissions.WAIT_HEADER, Long.toString(millis)));
        Caller caller = Caller.of(context);
        return IdempotencyKey.of(context, body)
                .map(key -> once(context, request, caller, key))
                .orElseGet(() -> {
                    Asking asking = new Asking(context, request, caller);
                    return asking.answer(cancelOnClose, asking.started(ImageJob::start));
                });
    }

    /**
     * The images of the first request with this key, this one or another. A client that goes away cancels nothing: it may come back for them.
     */
    private Future<Void> once(RoutingContext context, ImageRequest request, Caller caller, IdempotencyKey key) {
        Idempotency idempotency = submissions.idempotency();
        return Endpoint.on(context, idempotency.jobs(caller.tenant(), key, () -> specs(request, caller)))
                .compose(held -> {
                    List<JobSpec> specs = held.jobs();
                    Asking asking = new Asking(context, request.with(specs), caller);
                    if (held.first()) {
                        return asking.answer(
                                false,
                                asking.started(job -> job.start(specs.get(job.index())))
                                        .onFailure(failure -> idempotency.release(held)));
                    }
                    return asking.answer(
                            false,
                            Endpoint.on(context, idempotency.submit(held, (id, spec) -> {
                                        submissions.admit(caller, id);
                                        return submissions.jobs().submit(id, spec);
                                    }))
                                    .compose(found -> asking.started(job -> job.attach(
                                            JobId.parse(specs.get(job.index()).getJobId())))));
                });
    }

    private CompletableFuture<List<JobSpec>> specs(ImageRequest request, Caller caller) {
        CompletableFuture<List<JobSpec>> all = CompletableFuture.completedFuture(List.of());
        for (GenerationRequest image : request.images()) {
            all = all.thenCombine(
                    submissions.jobs().newId(),
                    (before, id) -> Stream.concat(before.stream(), Stream.of(submissions.spec(id, image, caller)))
                            .toList());
        }
        return all;
    }

    /** One request on its way. */
    private final class Asking {
        private final RoutingContext context;
        private final ImageRequest request;
        private final ImageStream stream;
        private final List<ImageJob> jobs;

        Asking(RoutingContext context, ImageRequest request, Caller caller) {
            this.context = context;
            this.request = request;
            this.stream = new ImageStream(context.vertx(), context.response(), json, request.partials());
            Context loop = context.vertx().getOrCreateContext();
            this.jobs = IntStream.range(0, request.images().size())
                    .mapToObj(i -> new ImageJob(i, request.images().get(i), caller, submissions, loop, stream::preview))
                    .toList();
        }

        Future<?> started(Function<ImageJob, Future<JobId>> start) {
            return Future.all(jobs.stream().map(start).toList());
        }

        Future<Void> answer(boolean cancel, Future<?> started) {
            context.addEndHandler(closed -> {
                stream.stop();
                jobs.forEach(job -> job.abandon(cancel && !context.response().ended()));
            });
            streams.add(ending(context, context.vertx().getOrCreateContext(), jobs, stream));
            return started.onFailure(failure -> jobs.forEach(job -> job.abandon(true)))
                    .compose(all -> request.stream() ? stream(context, jobs, stream) : whole(context, request, jobs));
        }
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
