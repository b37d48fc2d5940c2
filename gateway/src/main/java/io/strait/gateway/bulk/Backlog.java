package io.strait.gateway.bulk;

import io.strait.schemas.avro.Priority;
import io.strait.schemas.avro.StageName;
import io.strait.schemas.topic.Queue;
import io.strait.schemas.topic.QueueLag;
import io.strait.schemas.topic.QueueLag.Lag;
import io.strait.schemas.topic.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ShareGroupDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many more bulk jobs the workers are to be given: so that there are at most twice as many as lanes for them, over all stages and at the
 * first. Lanes are the members of the share groups, so they follow the pools. A dispatcher knows its own jobs exactly; what others have given is the
 * lag of the queues less its own, asked now and then while jobs wait, and the room is divided among dispatchers. Used by one thread.
 */
final class Backlog {
    private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);
    private static final Duration ASK_EVERY = Duration.ofMillis(500);
    /** What was told so long ago is forgotten: nothing waited since, so nothing was asked. */
    private static final Duration STALE = Duration.ofSeconds(10);

    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int TIMES_LANES = 2;
    /** The broker's count may lag behind: the lowest of the last few is nearest. */
    private static final int LAGS_REMEMBERED = 3;

    private final Admin admin;
    private final Topics topics;
    private final QueueLag queueLag;
    private final List<Queue> queues;
    private final Deque<Others> others = new ArrayDeque<>();
    private @Nullable CompletableFuture<Seen> asked;
    private long askedNanos;
    private int ownWhenAsked;
    private int ownAtTopWhenAsked;
    private int lanes;
    private int topLanes;
    private int dispatchers = 1;

    /** What the broker says. */
    private record Seen(int lanes, int topLanes, int dispatchers, long lag, long topLag) {}

    /** Jobs that other dispatchers have given. */
    private record Others(long all, long atTop) {}

    Backlog(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
        this.queueLag = new QueueLag(admin);
        this.queues = topics.queues().stream()
                .filter(queue -> queue.priority().equals("bulk"))
                .toList();
    }

    /**
     * How many jobs may be given now; none until the broker has told how many lanes there are. To be asked while jobs wait.
     *
     * @param own jobs of this dispatcher that have not ended
     * @param ownAtTop those of them that the first stage has not finished
     */
    int room(int own, int ownAtTop) {
        ask(own, ownAtTop);
        if (lanes == 0) {
            return 0;
        }
        long all = (long) TIMES_LANES * lanes - own;
        long top = (long) TIMES_LANES * topLanes - ownAtTop;
        if (dispatchers > 1) {
            all -= others.stream().mapToLong(Others::all).min().orElse(0);
            top -= others.stream().mapToLong(Others::atTop).min().orElse(0);
        }
        long room = Math.max(0, Math.min(all, top));
        long share = room / dispatchers;
        // A dispatcher that has none running gets one through, so that many dispatchers on few lanes do not wait for
        // each other.
        return (int) (share == 0 && own == 0 ? Math.min(1, room) : share);
    }

    private void ask(int own, int ownAtTop) {
        if (askedNanos != 0 && System.nanoTime() - askedNanos >= STALE.toNanos()) {
            asked = null;
            askedNanos = 0;
            lanes = 0;
            others.clear();
        }
        CompletableFuture<Seen> pending = asked;
        if (pending != null && pending.isDone()) {
            asked = null;
            take(pending);
        }
        if (asked == null && (askedNanos == 0 || System.nanoTime() - askedNanos >= ASK_EVERY.toNanos())) {
            askedNanos = System.nanoTime();
            ownWhenAsked = own;
            ownAtTopWhenAsked = ownAtTop;
            asked = look();
        }
    }

    private void take(CompletableFuture<Seen> answer) {
        try {
            Seen seen = answer.get();
            lanes = seen.lanes();
            topLanes = seen.topLanes();
            dispatchers = Math.max(1, seen.dispatchers());
            others.addLast(
                    new Others(Math.max(0, seen.lag() - ownWhenAsked), Math.max(0, seen.topLag() - ownAtTopWhenAsked)));
            if (others.size() > LAGS_REMEMBERED) {
                others.removeFirst();
            }
        } catch (ExecutionException e) {
            LOG.warn("bulk.backlog: the broker does not tell; going by what it told before", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<Seen> look() {
        CompletableFuture<Map<Queue, Lag>> lags = queueLag.read(queues, TIMEOUT);
        CompletableFuture<Integer> top = members(StageName.TOP);
        List<CompletableFuture<Integer>> rest = Arrays.stream(StageName.values())
                .filter(stage -> stage != StageName.TOP)
                .map(this::members)
                .toList();
        CompletableFuture<Integer> group = of(admin.describeConsumerGroups(List.of(topics.dispatchers()))
                .all()
                .thenApply(found -> (int) found.values().stream()
                        .flatMap(one -> one.members().stream())
                        .filter(member -> !member.assignment().topicPartitions().isEmpty())
                        .count()));
        return CompletableFuture.allOf(rest.toArray(CompletableFuture[]::new))
                .thenCompose(all -> CompletableFuture.allOf(lags, top, group))
                .thenApply(all -> new Seen(
                        top.join()
                                + rest.stream()
                                        .mapToInt(CompletableFuture::join)
                                        .sum(),
                        top.join(),
                        group.join(),
                        lags.join().values().stream().mapToLong(Lag::waiting).sum(),
                        lags.join().entrySet().stream()
                                .filter(entry -> entry.getKey().stage() == StageName.TOP)
                                .mapToLong(entry -> entry.getValue().waiting())
                                .sum()))
                .orTimeout(2 * TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<Integer> members(StageName stage) {
        String group = topics.group(stage, Priority.BULK);
        KafkaFuture<ShareGroupDescription> described =
                admin.describeShareGroups(List.of(group)).describedGroups().get(group);
        if (described == null) {
            return CompletableFuture.completedFuture(0);
        }
        return of(described.thenApply(found -> found.members().size())).exceptionally(failure -> {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            if (failure instanceof GroupIdNotFoundException || cause instanceof GroupIdNotFoundException) {
                // No lane has ever joined.
                return 0;
            }
            throw new IllegalStateException(group + ": cannot be described", failure);
        });
    }

    private static <T> CompletableFuture<T> of(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }
}
