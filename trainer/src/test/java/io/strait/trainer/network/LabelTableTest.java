package io.strait.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelTableTest {
    @Test
    void sharesPartsOfLabels() {
        LabelTable table = new LabelTable(List.of("flat/cat", "flat/dog", "round/cat"));
        assertThat(table.partCount()).isEqualTo(2);
        assertThat(table.partOf(0)).containsExactly(0, 0, 1, 2);
        assertThat(table.partOf(1)).containsExactly(0, 1, 0, 2);
        assertThat(table.partSize(0)).isEqualTo(3);
        assertThat(table.nullId()).isEqualTo(3);
    }

    @Test
    void labelsOfUnequalDepthShareNothing() {
        assertThat(new LabelTable(List.of("flat/cat", "dog")).partCount()).isZero();
        assertThat(new LabelTable(List.of("cat", "dog")).partCount()).isZero();
    }
}
