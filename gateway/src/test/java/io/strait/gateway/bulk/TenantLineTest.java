package io.strait.gateway.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TenantLineTest {
    private final TenantLine line = new TenantLine("a", 0, 10);

    private void read(long from, long to) {
        for (long offset = from; offset < to; offset++) {
            line.read(Specs.waiting("a", offset, 1));
        }
    }

    @Test
    void keepsAWindowAndKnowsWhereTheRestBegins() {
        read(0, 1_000);
        assertThat(line.oldest(5_000)).isEqualTo(10);
        assertThat(line.restFrom()).isEqualTo(10 + TenantLine.WINDOW);
        assertThat(line.hungry()).isFalse();
        for (int i = 0; i < TenantLine.WINDOW; i++) {
            assertThat(line.take().offset()).isEqualTo(10 + i);
        }
        assertThat(line.hungry()).isTrue();
        assertThat(line.oldest(5_000)).isEqualTo(line.restFrom());

        long from = line.restFrom();
        line.restIsRead();
        read(from, 1_000);
        assertThat(line.take().offset()).isEqualTo(from);
        assertThat(line.restFrom()).isEqualTo(from + TenantLine.WINDOW);
    }

    @Test
    void whatIsMetWhileTheRestIsUnreadKeepsItsPlace() {
        read(10, 10 + TenantLine.WINDOW + 1);
        while (line.head() != null) {
            line.take();
        }
        read(500, 501);
        assertThat(line.head()).isNull();
        line.restIsRead();
        line.restContinues(300);
        assertThat(line.restFrom()).isEqualTo(300);
    }

    @Test
    void comesBackAsItWasWritten() {
        read(10, 14);
        line.start(line.take(), 5);
        line.start(line.take(), 6);
        TenantLine again = TenantLine.of(line.state(), 0);
        assertThat(again.state()).isEqualTo(line.state());
        assertThat(again.running()).hasSize(2);
        again.read(Specs.waiting("a", 11, 1));
        assertThat(again.head()).as("already dispatched").isNull();
        again.running().stream()
                .map(running -> running.job().getJobId())
                .toList()
                .forEach(again::ended);
        assertThat(again.idle()).isTrue();
    }
}
