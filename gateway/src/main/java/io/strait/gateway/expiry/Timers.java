package io.strait.gateway.expiry;

import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.Queued;
import io.strait.schemas.job.JobView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Deadlines of the jobs of one partition of {@code events} that have not ended. Used by one thread. */
final class Timers {
    /**
     * One job's.
     *
     * @param offset of its queued event
     * @param deadline epoch milliseconds
     */
    record Timer(String jobId, long offset, long deadline) {}

    /** In the order of the log: the first is where reading must begin again. */
    private final Map<String, Timer> open = new LinkedHashMap<>();

    private final NavigableSet<Timer> due =
            new TreeSet<>(Comparator.comparingLong(Timer::deadline).thenComparingLong(Timer::offset));

    /** The next event of the partition. */
    void read(JobEvent event, long offset) {
        if (event.getWhat() instanceof Queued queued) {
            Timer timer = new Timer(event.getJobId(), offset, queued.getSpec().getDeadline());
            if (open.putIfAbsent(timer.jobId(), timer) == null) {
                due.add(timer);
            }
        } else if (JobView.ends(event)) {
            Timer timer = open.remove(event.getJobId());
            if (timer != null) {
                due.remove(timer);
            }
        }
    }

    /** Takes those whose deadline is over; their jobs stay open until their end is read. */
    List<Timer> takeDue(long now) {
        List<Timer> over = new ArrayList<>();
        while (!due.isEmpty() && due.first().deadline() < now) {
            over.add(due.pollFirst());
        }
        return over;
    }

    /** Sets one again whose end could not be written. */
    void again(Timer timer) {
        if (open.containsKey(timer.jobId())) {
            due.add(timer);
        }
    }

    /** Where reading must begin for every open job to be met again. */
    long oldest(long otherwise) {
        return open.isEmpty() ? otherwise : open.values().iterator().next().offset();
    }

    int size() {
        return open.size();
    }
}
