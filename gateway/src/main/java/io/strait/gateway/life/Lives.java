package io.strait.gateway.life;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A background task of a gateway on a thread of its own: a life that ends is followed by another after a pause, until it is closed. */
public final class Lives implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lives.class);
    private static final Duration BEFORE_NEXT = Duration.ofSeconds(1);

    private final Supplier<? extends Life> next;
    private final Duration patience;
    private final Thread thread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Life current;

    /**
     * Starts the first life.
     *
     * @param name of the thread, and for the log
     * @param patience how long a close waits for the end
     * @param next makes a life; may throw, and is called again then
     */
    public Lives(String name, Duration patience, Supplier<? extends Life> next) {
        this.next = next;
        this.patience = patience;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closing()) {
                try (Life life = next.get()) {
                    current = life;
                    life.run(this::closing);
                } catch (RuntimeException e) {
                    // Kafka is away, or another has taken over, or a bug: whatever it is, the log is right.
                    if (!closing()) {
                        LOG.warn("{}: begins again from what the log says", thread.getName(), e);
                    }
                } finally {
                    current = null;
                }
                boolean unused = closed.await(BEFORE_NEXT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean closing() {
        return closed.getCount() == 0;
    }

    /** Ends the life that is, and begins no other. */
    @Override
    public void close() {
        closed.countDown();
        Life life = current;
        if (life != null) {
            life.wake();
        }
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
