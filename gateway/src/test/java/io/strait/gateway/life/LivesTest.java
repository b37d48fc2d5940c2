package io.strait.gateway.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

final class LivesTest {
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final AtomicInteger lives = new AtomicInteger();

    @Test
    void aLifeThatFailsIsFollowedByAnotherUntilTheEnd() {
        Lives all = new Lives("test-lives", Duration.ofSeconds(10), this::next);
        await().untilAsserted(() -> assertThat(told).containsExactly("2 runs", "2 closed", "3 runs"));
        all.close();
        assertThat(told).containsExactly("2 runs", "2 closed", "3 runs", "3 woken", "3 closed");
        assertThat(lives).hasValue(3);
    }

    /** The first cannot be made, the second fails, the third waits. */
    private Life next() {
        int number = lives.incrementAndGet();
        if (number == 1) {
            throw new IllegalStateException("made for the test");
        }
        return new Told(number);
    }

    private final class Told implements Life {
        private final int number;
        private final CountDownLatch woken = new CountDownLatch(1);

        Told(int number) {
            this.number = number;
        }

        @Override
        public void run(BooleanSupplier stopping) {
            told.add(number + " runs");
            if (number == 2) {
                throw new IllegalStateException("made for the test");
            }
            try {
                woken.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(stopping.getAsBoolean()).isTrue();
        }

        @Override
        public void wake() {
            told.add(number + " woken");
            woken.countDown();
        }

        @Override
        public void close() {
            told.add(number + " closed");
        }
    }
}
