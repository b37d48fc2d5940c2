package io.strait.gateway.idempotency;

import io.strait.gateway.table.Table;
import io.strait.schemas.avro.Claim;
import io.strait.schemas.avro.ClaimReleased;
import io.strait.schemas.codec.RecordCodec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who holds a key: by the order of the log the first who claimed it, until their time is over or they have released it. */
final class ClaimTable implements Table {
    private final String topic;
    private final long goodMillis;
    private final RecordCodec<Claim> codec = RecordCodec.of(Claim.class);
    private final Map<String, Claim> holders = new ConcurrentHashMap<>();

    /** @param good how long a claim is */
    ClaimTable(String topic, Duration good) {
        this.topic = topic;
        this.goodMillis = good.toMillis();
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public void apply(int partition, String key, byte @Nullable [] value) {
        if (value == null) {
            holders.remove(key);
            return;
        }
        Claim claim = codec.decode(value);
        holders.compute(key, (same, holder) -> next(holder, claim));
    }

    /** The holder after a claim. Times are the claims' own, so that every reader comes to the same end. */
    private @Nullable Claim next(@Nullable Claim holder, Claim claim) {
        if (claim.getWhat() instanceof ClaimReleased released) {
            return holder != null && holder.getId().equals(released.getClaimId()) ? null : holder;
        }
        return holder == null || claim.getAt() >= holder.getAt() + goodMillis ? claim : holder;
    }

    /** The holder at a time. */
    Optional<Claim> holder(String key, long now) {
        return Optional.ofNullable(holders.get(key)).filter(claim -> now < claim.getAt() + goodMillis);
    }

    /** Forgets those whose time is over. */
    void purge(long now) {
        holders.values().removeIf(claim -> now >= claim.getAt() + goodMillis);
    }
}
