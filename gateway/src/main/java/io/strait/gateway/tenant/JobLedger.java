package io.strait.gateway.tenant;

import io.strait.gateway.http.HttpFailure;
import io.strait.schemas.avro.JobSpec;
import io.strait.schemas.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many jobs each tenant has that have not ended, and how many it had accepted today: kept from the log, which all gateways read, and from what
 * this one is just accepting. So two gateways that accept at the same moment may together let in what each sees room for; the error is
 * what is on its way to the log, some milliseconds' worth. Thread-safe.
 */
public final class JobLedger implements AutoCloseable {
    /** An accepted job is in the log within this time, or will not be. */
    private static final Duration UNSEEN = Duration.ofMinutes(1);
    /** Whoever lets jobs expire writes so soon after their deadline. */
    private static final Duration OVERDUE = Duration.ofMinutes(10);

    private static final Duration ROOM = Duration.ofSeconds(2);
    private static final Duration ROOM_FOR_A_BATCH = Duration.ofSeconds(30);

    private final Clock clock;
    private final AutoCloseable source;
    private final Map<JobId, Entry> running = new HashMap<>();
    private final Map<String, Count> counts = new HashMap<>();
    private LocalDate today;
    private long nextSweep;

    private record Entry(Count count, boolean line, long until) {}

    private static final class Count {
        private int queued;
        private int daily;
    }

    JobLedger(Clock clock, AutoCloseable source) {
        this.clock = clock;
        this.source = source;
        this.today = date(clock.millis());
    }

    /** One that counts what this gateway accepts and never hears of an end: for where nobody is limited. */
    public static JobLedger none(Clock clock) {
        return new JobLedger(clock, () -> {});
    }

    /**
     * One that follows the log. Connects in the background.
     *
     * @param kafka bootstrap servers
     * @param longest time after which an accepted job has ended, whatever happened to it
     */
    public static JobLedger follow(String kafka, Clock clock, Duration longest) {
        LedgerReader reader = new LedgerReader(kafka, clock, longest);
        JobLedger ledger = new JobLedger(clock, reader);
        reader.start(ledger);
        return ledger;
    }

    /**
     * Lets a job in, and counts it from now on.
     *
     * @throws HttpFailure 429 if there is no room for it
     */
    synchronized void admit(String tenant, JobId id, TenantLimits limits) {
        if (limits.queued() == TenantLimits.UNLIMITED && limits.daily() == TenantLimits.UNLIMITED) {
            return;
        }
        tick();
        Count count = count(tenant);
        checkDay(count, limits);
        if (count.queued >= limits.queued()) {
            throw HttpFailure.tooMany(
                    "queued: expected at most " + limits.queued() + " jobs that have not ended.", ROOM);
        }
        count.queued++;
        count.daily++;
        running.put(id, new Entry(count, false, clock.millis() + UNSEEN.toMillis()));
    }

    /**
     * Lets a batch in. Its jobs count when they come.
     *
     * @param open the tenant's batches that have not ended
     * @throws HttpFailure 429 if there is no room for it
     */
    synchronized void admitBatch(String tenant, int open, TenantLimits limits) {
        tick();
        checkDay(count(tenant), limits);
        if (open >= limits.queued()) {
            throw HttpFailure.tooMany(
                    "queued: expected at most " + limits.queued() + " batches that have not ended, got " + open + ".",
                    ROOM_FOR_A_BATCH);
        }
    }

    private void checkDay(Count count, TenantLimits limits) {
        if (count.daily >= limits.daily()) {
            Instant now = clock.instant();
            Instant midnight = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
            throw HttpFailure.tooMany(
                    "daily: expected at most " + limits.daily() + " jobs a day (UTC).",
                    Duration.between(now, midnight));
        }
    }

    /** The log says that a job was accepted, here or elsewhere. */
    synchronized void accepted(JobId id, JobSpec spec) {
        tick();
        Entry known = running.get(id);
        Count count = known == null ? count(spec.getTenant()) : known.count();
        boolean line = spec.getBatch() != null;
        if (known == null) {
            if (date(spec.getCreatedAt()).equals(today)) {
                count.daily++;
            }
            count.queued += line ? 0 : 1;
        }
        running.put(id, new Entry(count, line, spec.getDeadline() + OVERDUE.toMillis()));
    }

    /** The log says that a job has ended. */
    synchronized void ended(JobId id) {
        forget(running.remove(id));
    }

    synchronized int queued(String tenant) {
        return count(tenant).queued;
    }

    synchronized int daily(String tenant) {
        tick();
        return count(tenant).daily;
    }

    private static void forget(@Nullable Entry entry) {
        if (entry != null && !entry.line()) {
            entry.count().queued--;
        }
    }

    private Count count(String tenant) {
        return counts.computeIfAbsent(tenant, name -> new Count());
    }

    /** A new day begins at nothing; what should have ended long ago is counted no more. */
    private void tick() {
        long now = clock.millis();
        LocalDate date = date(now);
        if (!date.equals(today)) {
            today = date;
            counts.values().forEach(count -> count.daily = 0);
        }
        if (now >= nextSweep) {
            nextSweep = now + UNSEEN.toMillis();
            running.values().removeIf(entry -> {
                boolean over = entry.until() < now;
                if (over) {
                    forget(entry);
                }
                return over;
            });
        }
    }

    private static LocalDate date(long millis) {
        return Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC).toLocalDate();
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (Exception e) {
            throw new IllegalStateException("ledger: did not close", e);
        }
    }
}
