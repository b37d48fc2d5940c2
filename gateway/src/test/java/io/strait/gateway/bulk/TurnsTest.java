package io.strait.gateway.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns(100);

    private TenantLine line(String tenant, int jobs, long cost) {
        TenantLine line = new TenantLine(tenant, 0, 0);
        for (int i = 0; i < jobs; i++) {
            line.read(Specs.waiting(tenant, i, cost));
        }
        turns.add(line);
        return line;
    }

    private List<String> take(int most, int bound) {
        List<String> order = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            TenantLine line = turns.next(one -> one.running().size() < bound);
            if (line == null) {
                break;
            }
            line.start(line.take(), 0);
            order.add(line.tenant());
        }
        return order;
    }

    @Test
    void tenantsTakeTurns() {
        line("a", 50, 100);
        line("b", 3, 100);
        assertThat(take(8, 100)).containsExactly("a", "b", "a", "b", "a", "b", "a", "a");
    }

    @Test
    void sharesAreOfWorkAndNotOfJobs() {
        line("large", 60, 100);
        line("small", 60, 25);
        assertThat(take(50, 100)).filteredOn("large"::equals).hasSize(10);
    }

    @Test
    void aJobLargerThanATurnIsSavedFor() {
        line("huge", 5, 250);
        line("small", 50, 50);
        // three turns of 100 for the first huge one, with two small ones in each turn of the other
        assertThat(take(5, 100)).containsExactly("small", "small", "small", "small", "huge");
    }

    @Test
    void whoMayNotGoIsPassedOverAndDoesNotSaveUp() {
        line("a", 50, 100);
        assertThat(take(10, 3)).containsExactly("a", "a", "a");
        TenantLine b = line("b", 50, 100);
        assertThat(take(10, 3)).containsExactly("b", "b", "b");
        b.running().clear();
        assertThat(take(10, 1)).containsExactly("b");
    }

    @Test
    void nobodyWaits() {
        assertThat(take(1, 1)).isEmpty();
        line("a", 0, 1);
        assertThat(take(1, 1)).isEmpty();
    }
}
