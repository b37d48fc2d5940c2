package io.strait.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strait.engine.graph.GraphVariant;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LaneProbeTest {
    @Test
    void doublesForAsLongAsThatPays() {
        assertThat(LaneProbe.largest((of, to) -> to <= 8 ? 2 : 1.01, () -> true))
                .isEqualTo(8);
        assertThat(LaneProbe.largest((of, to) -> 1.001, () -> true)).isEqualTo(1);
    }

    @Test
    void stopsAtTheMostLanesAndWhereThereIsNoRoom() {
        assertThat(LaneProbe.largest((of, to) -> 2, () -> true)).isEqualTo(Holding.MOST_LANES);
        assertThat(LaneProbe.largest((of, to) -> 2, () -> false)).isEqualTo(1);
    }

    @Test
    void probesUnlessLanesOrThePassAreSet() {
        assertThat(EngineSettings.from(Map.of())).isEqualTo(new EngineSettings(GraphVariant.DEFAULT, true, null));
        assertThat(EngineSettings.from(Map.of("STRAIT_LANES", "6", "STRAIT_GRAPHS", "fp32", "STRAIT_CACHE", "there")))
                .isEqualTo(new EngineSettings(GraphVariant.FP32, false, Path.of("there")));
        assertThat(EngineSettings.from(Map.of("STRAIT_PASS", "2")).probe()).isFalse();
        assertThatThrownBy(() -> EngineSettings.from(Map.of("STRAIT_GRAPHS", "fp16")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("STRAIT_GRAPHS: graphs: expected one of original, fp32, int8, got fp16");
    }
}
