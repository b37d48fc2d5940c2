package io.strait.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What a reader gets of {@link ScriptedWorker#paint} and a completion. Lifecycle events are in order, and so are previews; between the two, which
 * come from two topics, none is promised.
 */
final class WholeLife {
    private WholeLife() {}

    /** @param names of all events, in the order of their arrival */
    static void check(List<String> names) {
        assertThat(names)
                .filteredOn(name -> !name.equals("preview"))
                .containsExactly("queued", "started", "stage-completed", "started", "stage-completed", "completed");
        assertThat(names).filteredOn("preview"::equals).hasSize(4);
    }
}
