package io.strait.gateway.tenant;

import static io.strait.gateway.tenant.TenantLimits.UNLIMITED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.gateway.http.HttpFailure;
import io.strait.schemas.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JobLedgerTest {
    private static final TenantLimits THREE = new TenantLimits(UNLIMITED, UNLIMITED, 2, 3, UNLIMITED);

    private final Random random = new Random(1);
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final JobLedger ledger = new JobLedger(new Moving(), () -> {});

    private final class Moving extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private JobId admit(String tenant) {
        JobId id = JobId.create(0, now.toEpochMilli(), random);
        ledger.admit(tenant, id, THREE);
        return id;
    }

    @Test
    void countsWhatHasNotEnded() {
        JobId first = admit("acme");
        admit("acme");
        assertThatThrownBy(() -> admit("acme")).isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.status()).isEqualTo(429);
            assertThat(failure.detail()).contains("queued: expected at most 2");
        });
        assertThatCode(() -> admit("other")).doesNotThrowAnyException();
        ledger.ended(first);
        ledger.ended(first);
        admit("acme");
        assertThat(ledger.queued("acme")).isEqualTo(2);
    }

    @Test
    void countsWhatWasAcceptedTodayUntilMidnight() {
        for (int i = 0; i < 3; i++) {
            ledger.ended(admit("acme"));
        }
        assertThatThrownBy(() -> admit("acme")).isInstanceOfSatisfying(HttpFailure.class, failure -> {
            assertThat(failure.detail()).contains("daily: expected at most 3");
            assertThat(failure.retryAfter()).contains(Duration.ofHours(12));
        });
        now = now.plus(Duration.ofHours(12));
        assertThatCode(() -> admit("acme")).doesNotThrowAnyException();
        assertThat(ledger.daily("acme")).isEqualTo(1);
    }

    @Test
    void batchesAreCountedApartAndEndWithTheDay() {
        admit("acme");
        admit("acme");
        assertThatCode(() -> ledger.admitBatch("acme", 1, THREE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ledger.admitBatch("acme", 2, THREE))
                .isInstanceOfSatisfying(HttpFailure.class, failure -> {
                    assertThat(failure.detail())
                            .isEqualTo("queued: expected at most 2 batches that have not ended, got 2.");
                    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(30));
                });
        for (int i = 0; i < 3; i++) {
            ledger.ended(admit("other"));
        }
        assertThatThrownBy(() -> ledger.admitBatch("other", 0, THREE))
                .isInstanceOfSatisfying(
                        HttpFailure.class,
                        failure -> assertThat(failure.detail()).contains("daily: expected at most 3"));
        assertThatCode(() -> ledger.admitBatch("other", 7, TenantLimits.NONE)).doesNotThrowAnyException();
    }

    @Test
    void forgetsWhatNeverReachedTheLog() {
        admit("acme");
        admit("acme");
        now = now.plus(Duration.ofMinutes(3));
        assertThatCode(() -> admit("acme")).doesNotThrowAnyException();
        assertThat(ledger.queued("acme")).isEqualTo(1);
    }
}
