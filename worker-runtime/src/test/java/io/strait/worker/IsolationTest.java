package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class IsolationTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Isolation isolation = new Isolation();
    private final Turn companion = isolation.inCompany();
    private final Turn suspect = isolation.alone();

    @Test
    void aSuspectBeginsWhenTheLastCompanionHasLeft() throws Exception {
        assertThat(companion.enter(AT_ONCE)).isTrue();
        assertThat(companion.stay()).isTrue();
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> begun.set(begin(suspect)));
        await().atMost(LONG).until(() -> !companion.stay());
        assertThat(begun).isFalse();
        companion.leave();
        waiting.get();
        assertThat(begun).isTrue();
    }

    @Test
    void nobodyEntersWhileASuspectIsThere() throws Exception {
        assertThat(suspect.begin(AT_ONCE)).isTrue();
        assertThat(companion.enter(AT_ONCE)).isFalse();
        suspect.end();
        assertThat(companion.enter(AT_ONCE)).isTrue();
    }

    @Test
    void suspectsOfSeveralStagesTakeTurns() throws Exception {
        Turn other = isolation.alone();
        assertThat(suspect.begin(AT_ONCE)).isTrue();
        assertThat(other.begin(AT_ONCE)).isFalse();
        suspect.end();
        assertThat(companion.enter(AT_ONCE)).as("the other still waits").isFalse();
        assertThat(other.begin(AT_ONCE)).isTrue();
        other.leave();
        assertThat(companion.enter(AT_ONCE)).isTrue();
    }

    @Test
    void aSuspectThatIsGivenBackWaitsNoMore() throws Exception {
        assertThat(companion.enter(AT_ONCE)).isTrue();
        assertThat(suspect.begin(AT_ONCE)).isFalse();
        assertThat(companion.stay()).isFalse();
        suspect.end();
        suspect.end();
        assertThat(companion.stay()).isTrue();
    }

    private static boolean begin(Turn turn) {
        try {
            return turn.begin(LONG);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
