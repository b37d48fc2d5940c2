package io.strait.gateway.openai.batch;

import io.strait.gateway.table.Table;
import io.strait.schemas.avro.Batch;
import io.strait.schemas.avro.BatchCancel;
import io.strait.schemas.avro.BatchProgress;
import io.strait.schemas.avro.BatchRequest;
import io.strait.schemas.avro.BatchSpec;
import io.strait.schemas.avro.BatchStatus;
import io.strait.schemas.codec.RecordCodec;
import io.strait.schemas.topic.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all gateways know of batches: what was asked, how each stands, and how its jobs come along. */
final class BatchTables {
    /** Key of a cancellation: the batch's id and this. */
    static final String CANCEL = "/cancel";

    private static final Comparator<BatchSpec> NEWEST = Comparator.comparingLong(BatchSpec::getCreatedAt)
            .thenComparing(BatchSpec::getId)
            .reversed();

    private final Topics topics;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    /** Those of them that have not ended: few, however many there ever were. */
    private final Map<String, Asked> open = new ConcurrentHashMap<>();

    private final Set<String> cancels = ConcurrentHashMap.newKeySet();
    private final Map<String, Batch> states = new ConcurrentHashMap<>();
    private final Map<String, Map<String, BatchProgress>> progress = new ConcurrentHashMap<>();
    private final RecordCodec<BatchRequest> requests = RecordCodec.of(BatchRequest.class);
    private final RecordCodec<Batch> batches = RecordCodec.of(Batch.class);
    private final RecordCodec<BatchProgress> counts = RecordCodec.of(BatchProgress.class);

    BatchTables(Topics topics) {
        this.topics = topics;
    }

    /** A batch and the partition of its records. */
    record Asked(int partition, BatchSpec spec) {}

    List<Table> all() {
        return List.of(
                table(topics.batchRequests(), this::request),
                table(topics.batches(), (partition, key, value) -> {
                    if (value == null) {
                        states.remove(key);
                    } else {
                        state(key, batches.decode(value));
                    }
                }),
                table(Topics.BATCH_PROGRESS, (partition, key, value) -> {
                    if (value != null) {
                        BatchProgress count = counts.decode(value);
                        progress.computeIfAbsent(count.getBatchId(), id -> new ConcurrentHashMap<>())
                                .put(key, count);
                    }
                }));
    }

    /** What is done with a row. */
    private interface Rows {
        void apply(int partition, String key, byte @Nullable [] value);
    }

    private static Table table(String topic, Rows rows) {
        return new Table() {
            @Override
            public String topic() {
                return topic;
            }

            @Override
            public void apply(int partition, String key, byte @Nullable [] value) {
                rows.apply(partition, key, value);
            }
        };
    }

    private void request(int partition, String key, byte @Nullable [] value) {
        if (value == null) {
            asked.remove(key);
            open.remove(key);
            return;
        }
        Object what = requests.decode(value).getWhat();
        if (what instanceof BatchSpec spec) {
            Asked batch = new Asked(partition, spec);
            asked.put(key, batch);
            if (!ended(key)) {
                open.put(key, batch);
            }
        } else if (what instanceof BatchCancel cancel) {
            cancels.add(cancel.getId());
        }
    }

    private void state(String id, Batch batch) {
        states.put(id, batch);
        if (BatchEnds.ended(batch.getStatus())) {
            open.remove(id);
        }
    }

    private boolean ended(String id) {
        return state(id).filter(batch -> BatchEnds.ended(batch.getStatus())).isPresent();
    }

    /** What was asked, if it is a tenant's. */
    Optional<BatchSpec> find(String tenant, String id) {
        return Optional.ofNullable(asked.get(id))
                .map(Asked::spec)
                .filter(spec -> spec.getTenant().equals(tenant));
    }

    /** A tenant's batches, newest first. */
    List<BatchSpec> list(String tenant) {
        return asked.values().stream()
                .map(Asked::spec)
                .filter(spec -> spec.getTenant().equals(tenant))
                .sorted(NEWEST)
                .toList();
    }

    /** The batches of a partition that have not ended, oldest first. */
    List<BatchSpec> in(int partition) {
        return open.values().stream()
                .filter(batch -> batch.partition() == partition)
                .map(Asked::spec)
                .sorted(NEWEST.reversed())
                .toList();
    }

    /** How a batch stands, as its driver has last written. */
    Optional<Batch> state(String id) {
        return Optional.ofNullable(states.get(id));
    }

    /** Whether somebody has asked for its cancellation. */
    boolean cancelled(String id) {
        return cancels.contains(id);
    }

    /** Whether a batch that has not ended reads this file. */
    boolean uses(String fileId) {
        return open.values().stream()
                .anyMatch(batch -> batch.spec().getInputFileId().equals(fileId));
    }

    /** A tenant's batches that have not ended. */
    int open(String tenant) {
        return Math.toIntExact(openOf(tenant).count());
    }

    private Stream<BatchSpec> openOf(String tenant) {
        return open.values().stream()
                .map(Asked::spec)
                .filter(spec -> spec.getTenant().equals(tenant));
    }

    /** Lines of a tenant's batches that will become jobs and have not yet. */
    long waitingLines(String tenant) {
        return openOf(tenant)
                .flatMap(spec -> state(spec.getId()).stream())
                .filter(batch -> batch.getStatus() == BatchStatus.IN_PROGRESS && batch.getPlace() != null)
                .mapToLong(
                        batch -> Math.max(0, batch.getTotal() - batch.getPlace().getLines()))
                .sum();
    }

    /** Lines whose jobs have ended. */
    record Counts(int completed, int failed) {}

    Counts counts(String id) {
        int completed = 0;
        int failed = 0;
        for (BatchProgress part : progress.getOrDefault(id, Map.of()).values()) {
            completed += part.getCompleted();
            failed += part.getFailed();
        }
        return new Counts(completed, failed);
    }
}
