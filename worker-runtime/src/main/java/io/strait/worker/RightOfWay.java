package io.strait.worker;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the processors. Interactive jobs always; bulk jobs while no worker of the process holds an interactive one, and one pass at a
 * time: an interactive job that comes then waits for no more than that pass. Workers with bulk jobs take turns. Thread-safe.
 */
final class RightOfWay {
    /** For all workers of the process: they use the same processors. */
    static final RightOfWay OF_THIS_PROCESS = new RightOfWay();

    private final Set<Runnable> waiting = new LinkedHashSet<>();
    private int interactive;
    private @Nullable Runnable passing;

    /** An interactive job is there. */
    synchronized void arrive() {
        interactive++;
    }

    /** It is gone. */
    void leave() {
        synchronized (this) {
            interactive--;
        }
        wakeNext();
    }

    /**
     * Begins a pass of bulk jobs, if that may be now; {@link #end} must follow. If not, the caller is woken when it may be.
     *
     * @param wake stands for the caller; called on any thread
     */
    synchronized boolean begin(Runnable wake) {
        boolean first = waiting.isEmpty() || waiting.iterator().next() == wake;
        if (interactive > 0 || passing != null || !first) {
            waiting.add(wake);
            return false;
        }
        waiting.remove(wake);
        passing = wake;
        return true;
    }

    /** The caller's pass, if it was in one, has ended. */
    void end(Runnable wake) {
        synchronized (this) {
            if (passing != wake) {
                return;
            }
            passing = null;
        }
        wakeNext();
    }

    /** The caller has no bulk jobs any more. */
    void withdraw(Runnable wake) {
        synchronized (this) {
            waiting.remove(wake);
        }
        wakeNext();
    }

    private void wakeNext() {
        Runnable next;
        synchronized (this) {
            if (interactive > 0 || passing != null || waiting.isEmpty()) {
                return;
            }
            next = waiting.iterator().next();
        }
        next.run();
    }
}
