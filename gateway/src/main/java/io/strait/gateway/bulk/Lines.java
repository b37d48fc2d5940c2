package io.strait.gateway.bulk;

import io.strait.schemas.avro.JobEvent;
import io.strait.schemas.avro.RunningJob;
import io.strait.schemas.avro.StageCompleted;
import io.strait.schemas.avro.StageJob;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.avro.Started;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.job.JobView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines of every tenant in the partitions that this dispatcher has. Used by its thread only. */
final class Lines {
    private static final Logger LOG = LoggerFactory.getLogger(Lines.class);
    /** A job this long past its deadline has ended, even if that was never heard. */
    private static final long OVERDUE_MILLIS = 60_000;

    private final Cost cost;
    private final Turns turns;
    private final RecordCodec<StageJob> codec = RecordCodec.of(StageJob.class);
    private final Map<Integer, Map<String, TenantLine>> byPartition = new HashMap<>();
    private final Map<String, TenantLine> byRunningJob = new HashMap<>();

    Lines(Cost cost, Turns turns) {
        this.cost = cost;
        this.turns = turns;
    }

    /** Takes a partition on, with what is known of it. */
    void add(int partition, Collection<TenantLine> known) {
        Map<String, TenantLine> lines = new HashMap<>();
        byPartition.put(partition, lines);
        for (TenantLine line : known) {
            lines.put(line.tenant(), line);
            turns.add(line);
            line.running().forEach(running -> byRunningJob.put(running.job().getJobId(), line));
        }
    }

    /** Lets a partition go. */
    void remove(int partition) {
        Map<String, TenantLine> lines = byPartition.remove(partition);
        if (lines != null) {
            remove(List.copyOf(lines.values()));
        }
    }

    /** Forgets lines. */
    void remove(Collection<TenantLine> lines) {
        turns.removeAll(lines);
        byRunningJob.values().removeAll(lines);
        for (TenantLine line : lines) {
            of(line.partition()).remove(line.tenant());
        }
    }

    private Map<String, TenantLine> of(int partition) {
        return byPartition.getOrDefault(partition, new HashMap<>());
    }

    /** Lines of a partition. */
    Collection<TenantLine> in(int partition) {
        return of(partition).values();
    }

    Collection<Integer> partitions() {
        return byPartition.keySet();
    }

    Collection<TenantLine> all() {
        return turns.lines();
    }

    /** A record of the intake, met for the first time. */
    void read(ConsumerRecord<byte[], byte[]> entry) {
        Map<String, TenantLine> lines = byPartition.get(entry.partition());
        Optional<WaitingJob> job = decode(entry);
        if (lines == null || job.isEmpty()) {
            return;
        }
        lines.computeIfAbsent(tenant(job.get()), tenant -> {
                    TenantLine line = new TenantLine(tenant, entry.partition(), 0);
                    turns.add(line);
                    return line;
                })
                .read(job.get());
    }

    /** Reads a line's rest again until its window is full. */
    void refill(TenantLine line, Scans scans, TopicPartition partition, long frontier) {
        long from = line.restFrom();
        line.restIsRead();
        boolean[] full = {false};
        long stopped = scans.read(partition, from, frontier, entry -> {
            Optional<WaitingJob> job = decode(entry).filter(one -> tenant(one).equals(line.tenant()));
            job.ifPresent(line::read);
            full[0] = line.restFrom() >= 0;
            return !full[0];
        });
        if (!full[0] && stopped < frontier) {
            line.restContinues(stopped);
        }
    }

    private static String tenant(WaitingJob job) {
        return job.job().getSpec().getTenant();
    }

    Optional<WaitingJob> decode(ConsumerRecord<byte[], byte[]> entry) {
        try {
            StageJob job = codec.decode(entry.value());
            return Optional.of(new WaitingJob(entry.offset(), job, cost.of(job.getSpec())));
        } catch (RuntimeException e) {
            LOG.error("{}-{} offset {}: no job; left out", entry.topic(), entry.partition(), entry.offset(), e);
            return Optional.empty();
        }
    }

    /** A job of a line is about to run. */
    void start(TenantLine line, WaitingJob job, long now) {
        line.start(job, now);
        byRunningJob.put(job.jobId(), line);
    }

    /** Something happened to a job, perhaps one of ours. */
    void heard(JobEvent event) {
        TenantLine line = byRunningJob.get(event.getJobId());
        if (line == null) {
            return;
        }
        Object what = event.getWhat();
        if (JobView.ends(event)) {
            byRunningJob.remove(event.getJobId());
            line.ended(event.getJobId());
        } else if (what instanceof Started started) {
            line.heard(event.getJobId(), started.getStage() != StageName.TOP);
        } else if (what instanceof StageCompleted) {
            line.heard(event.getJobId(), true);
        }
    }

    /** Forgets running jobs that must have ended. */
    void dropOverdue(long now) {
        for (TenantLine line : all()) {
            List<String> overdue = new ArrayList<>();
            for (TenantLine.Running running : line.running()) {
                RunningJob job = running.job();
                if (job.getDeadline() + OVERDUE_MILLIS < now) {
                    overdue.add(job.getJobId());
                }
            }
            overdue.forEach(line::ended);
            byRunningJob.keySet().removeAll(overdue);
        }
    }

    /** Whether there is a job that could be given. */
    boolean waiting() {
        return all().stream().anyMatch(line -> line.head() != null);
    }

    int running() {
        return byRunningJob.size();
    }

    int atTop() {
        return all().stream().mapToInt(TenantLine::atTop).sum();
    }

    /** Where a partition would have to be read from, given how far it has been read. */
    long oldestWaiting(int partition, long frontier) {
        return in(partition).stream()
                .mapToLong(line -> line.oldest(frontier))
                .min()
                .orElse(frontier);
    }

    /** As {@link #oldestWaiting}, with the records of jobs that run. */
    long oldestNeeded(int partition, long frontier) {
        return in(partition).stream()
                .flatMap(line -> line.running().stream())
                .mapToLong(running -> running.job().getOffset())
                .reduce(oldestWaiting(partition, frontier), Math::min);
    }
}
