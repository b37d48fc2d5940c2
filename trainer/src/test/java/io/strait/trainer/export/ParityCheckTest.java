package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.strait.model.preset.Preset;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.onnx.WeightPrecision;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParityCheckTest {
    private static final LabelTable LABELS = new LabelTable(List.of("a/x", "a/y", "b/x"));

    @ParameterizedTest
    @EnumSource
    void graphsAgreeWithTheNetworksTheyWereWrittenFrom(WeightPrecision precision) throws Exception {
        TrainedNetworks networks =
                TrainedNetworks.untrained(Preset.TINY, LABELS, 7).rounded(precision);
        byte[] image = new byte[3 * Preset.TINY.pixels() * Preset.TINY.pixels()];
        new Random(3).nextBytes(image);

        List<ParityCheck.Finding> findings = new ParityCheck(networks, BundleGraphs.of(networks)).run(List.of(image));

        assertThat(findings).hasSizeGreaterThan(10).allMatch(ParityCheck.Finding::passed);
    }

    @ParameterizedTest
    @EnumSource
    void noticesGraphsOfOtherWeights(WeightPrecision precision) throws Exception {
        TrainedNetworks networks =
                TrainedNetworks.untrained(Preset.TINY, LABELS, 7).rounded(precision);
        TrainedNetworks others =
                TrainedNetworks.untrained(Preset.TINY, LABELS, 8).rounded(precision);

        List<ParityCheck.Finding> findings = new ParityCheck(networks, BundleGraphs.of(others)).run(List.of());

        assertThat(findings)
                .filteredOn(f -> f.what().matches("(.*-step (ids|log prob).*)|(decoder.*)"))
                .hasSize(10)
                .noneMatch(ParityCheck.Finding::passed);
    }
}
