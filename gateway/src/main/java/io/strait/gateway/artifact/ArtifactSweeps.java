package io.strait.gateway.artifact;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.strait.schemas.artifact.ArtifactSweep;
import io.strait.schemas.artifact.ArtifactSweep.Swept;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the artifact store from time to time, if there is anything to sweep. Every gateway does; it does no harm twice. Clients' files and
 * those of batches go when they expire or are deleted, and not with a sweep.
 */
public final class ArtifactSweeps implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSweeps.class);

    private final Services services;
    private final ArtifactSweep sweep;
    private final Supplier<CompletionStage<Set<String>>> files;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final long timer;

    /**
     * Begins a time after now.
     *
     * @param files artifacts that are the content of files; fails if that is not known now, and then nothing is swept
     */
    public ArtifactSweeps(Services services, ArtifactConfig config, Supplier<CompletionStage<Set<String>>> files) {
        this.services = services;
        this.files = files;
        this.sweep = config.sweep();
        this.timer = sweep.active()
                ? services.vertx().setPeriodic(config.sweepEvery().toMillis(), id -> start())
                : -1;
    }

    @Override
    public void mount(Router router) {
        // Nothing to ask for.
    }

    private void start() {
        if (!sweeping.compareAndSet(false, true)) {
            return;
        }
        Future.fromCompletionStage(files.get(), services.vertx().getOrCreateContext())
                .compose(kept -> services.vertx()
                        .executeBlocking(
                                () -> sweep.run(
                                        services.artifacts(), services.clock().instant(), kept::contains),
                                false))
                .onSuccess(ArtifactSweeps::tell)
                .onFailure(failure -> LOG.warn("artifacts.sweep: will be tried again", failure))
                .onComplete(done -> sweeping.set(false));
    }

    private static void tell(Swept swept) {
        if (swept.deleted() > 0) {
            LOG.info(
                    "artifacts.swept count={} bytes={} kept={}",
                    swept.deleted(),
                    swept.deletedBytes(),
                    swept.keptBytes());
        }
    }

    @Override
    public void close() {
        services.vertx().cancelTimer(timer);
    }
}
