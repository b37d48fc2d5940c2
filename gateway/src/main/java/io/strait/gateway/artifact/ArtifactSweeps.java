package io.strait.gateway.artifact;

import io.strait.gateway.http.Feature;
import io.strait.gateway.http.Services;
import io.strait.schemas.artifact.ArtifactSweep;
import io.strait.schemas.artifact.ArtifactSweep.Swept;
import io.vertx.ext.web.Router;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps the artifact store from time to time, if there is anything to sweep. Every gateway does; it does no harm twice. */
public final class ArtifactSweeps implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactSweeps.class);

    private final Services services;
    private final ArtifactSweep sweep;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final long timer;

    /** Begins a time after now. */
    public ArtifactSweeps(Services services, ArtifactConfig config) {
        this.services = services;
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
        services.vertx()
                .executeBlocking(
                        () -> sweep.run(services.artifacts(), services.clock().instant()), false)
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
