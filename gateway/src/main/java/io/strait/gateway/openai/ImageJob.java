package io.strait.gateway.openai;

import io.strait.gateway.http.Submissions;
import io.strait.gateway.job.Cursor;
import io.strait.gateway.job.JobItem;
import io.strait.gateway.job.JobListener;
import io.strait.gateway.job.Jobs.Following;
import io.strait.gateway.request.GenerationRequest;
import io.strait.gateway.tenant.Caller;
import io.strait.schemas.avro.Cancelled;
import io.strait.schemas.avro.Completed;
import io.strait.schemas.avro.Expired;
import io.strait.schemas.avro.Failed;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.avro.Preview;
import io.strait.schemas.job.JobId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One image on its way: a job, followed from before its first event. Belongs to one event loop. */
final class ImageJob implements JobListener {
    private static final Logger LOG = LoggerFactory.getLogger(ImageJob.class);

    private final int index;
    private final GenerationRequest request;
    private final Caller caller;
    private final Submissions submissions;
    private final Context loop;
    private final BiConsumer<ImageJob, Preview> previews;
    private final Promise<Completed> outcome = Promise.promise();
    private @Nullable Future<JobId> accepted;
    private @Nullable Following following;
    private @Nullable String id;
    private boolean left;

    /**
     * @param index of the image in its request, from 0
     * @param previews told of every preview
     */
    ImageJob(
            int index,
            GenerationRequest request,
            Caller caller,
            Submissions submissions,
            Context loop,
            BiConsumer<ImageJob, Preview> previews) {
        this.index = index;
        this.request = request;
        this.caller = caller;
        this.submissions = submissions;
        this.loop = loop;
        this.previews = previews;
    }

    int index() {
        return index;
    }

    GenerationRequest request() {
        return request;
    }

    /** Id of the job; only once it is accepted. */
    String id() {
        return String.valueOf(id);
    }

    /** Hands a job in; completes when it is accepted. */
    Future<JobId> start() {
        return accepted(on(submissions.jobs().newId())
                .compose(jobId -> begin(jobId, submissions.spec(jobId, request, caller))));
    }

    /** Hands this job in. */
    Future<JobId> start(JobSpec spec) {
        return accepted(Future.succeededFuture(spec).compose(job -> begin(JobId.parse(job.getJobId()), job)));
    }

    /** Follows a job that somebody else has handed in, from its beginning. */
    Future<JobId> attach(JobId jobId) {
        id = jobId.toString();
        following = submissions
                .jobs()
                .follow(
                        caller,
                        jobId,
                        Cursor.start(jobId.partition()),
                        task -> loop.runOnContext(now -> task.run()),
                        this);
        return Future.succeededFuture(jobId);
    }

    private Future<JobId> begin(JobId jobId, JobSpec spec) {
        submissions.admit(caller, jobId);
        return on(submissions.jobs().followNew(jobId, task -> loop.runOnContext(now -> task.run()), this))
                .compose(followed -> {
                    following = followed;
                    return on(submissions.jobs().submit(jobId, spec));
                })
                .map(acked -> {
                    id = jobId.toString();
                    return jobId;
                });
    }

    private Future<JobId> accepted(Future<JobId> started) {
        accepted = started.onFailure(failure -> leave());
        return started;
    }

    /** The finished image's whereabouts; fails with {@link ApiException} if there will be none. */
    Future<Completed> outcome() {
        return outcome.future();
    }

    /** Nobody waits any more: stops following, and the job too if it is still under way and that is wanted. */
    void abandon(boolean cancel) {
        boolean underWay = !outcome.future().isComplete();
        leave();
        if (cancel && underWay && accepted != null) {
            accepted.compose(jobId -> on(submissions.jobs().cancel(caller, jobId, "client-closed")))
                    .onFailure(failure -> LOG.warn("openai.uncancelled jobId={}", id, failure));
        }
    }

    private void leave() {
        left = true;
        if (following != null) {
            following.close();
        }
    }

    @Override
    public void found() {
        // The first item says as much.
    }

    @Override
    public void item(JobItem item) {
        if (item instanceof JobItem.Picture picture) {
            if (!left) {
                previews.accept(this, picture.preview());
            }
        } else if (item instanceof JobItem.Lifecycle lifecycle) {
            Object what = lifecycle.event().getWhat();
            if (what instanceof Completed completed) {
                outcome.tryComplete(completed);
            } else if (what instanceof Failed failed) {
                outcome.tryFail(ApiError.noImage(500, "The generation failed: " + failed.getMessage(), failed.getCode())
                        .exception());
            } else if (what instanceof Cancelled) {
                outcome.tryFail(ApiError.noImage(409, "The generation was cancelled.", "cancelled")
                        .exception());
            } else if (what instanceof Expired) {
                outcome.tryFail(ApiError.noImage(504, "The generation was not finished by its deadline.", "expired")
                        .exception());
            }
        }
    }

    @Override
    public void finished() {
        leave();
    }

    @Override
    public void missing() {
        outcome.tryFail(
                ApiError.noImage(500, "The generation was lost.", "lost").exception());
    }

    @Override
    public void broken(Throwable cause) {
        outcome.tryFail(cause);
    }

    private <T> Future<T> on(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, loop);
    }
}
