package io.strait.gateway.bulk;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whose job is next: deficit round robin (Shreedhar and Varghese, SIGCOMM 1995). Each tenant in turn is given the same amount of work, and what
 * its next job lacks is saved for its next turn; so tenants get equal shares of the networks whatever the sizes of their jobs. Used by one thread.
 */
final class Turns {
    private final long quantum;
    private final Deque<TenantLine> ring = new ArrayDeque<>();
    /** Whether the first of the ring has been given its work of this turn. */
    private boolean given;

    /** @param quantum work given in a turn */
    Turns(long quantum) {
        this.quantum = quantum;
    }

    void add(TenantLine line) {
        ring.addLast(line);
    }

    void removeAll(Collection<TenantLine> lines) {
        ring.removeAll(lines);
        given = false;
    }

    /** Every line, in order of their turns. */
    Collection<TenantLine> lines() {
        return ring;
    }

    /**
     * The line whose head is next, charged for it; null if no line may go.
     *
     * @param may whether a line that has a head may go now
     */
    @Nullable
    TenantLine next(Predicate<TenantLine> may) {
        int barred = 0;
        while (barred < ring.size()) {
            TenantLine line = ring.getFirst();
            WaitingJob head = line.head();
            if (head == null || !may.test(line)) {
                // Who has nothing to do does not save up.
                line.deficit(0);
                barred++;
            } else {
                if (!given) {
                    line.deficit(line.deficit() + quantum);
                    given = true;
                }
                if (line.deficit() >= head.cost()) {
                    line.deficit(line.deficit() - head.cost());
                    return line;
                }
                barred = 0;
            }
            ring.addLast(ring.removeFirst());
            given = false;
        }
        return null;
    }
}
