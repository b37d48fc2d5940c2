package io.strait.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.strait.model.TokenGrid;
import io.strait.model.preset.Preset;
import io.strait.model.preset.TokenizerPreset;
import io.strait.model.preset.TransformerPreset;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.onnx.StepGraph;
import io.strait.trainer.onnx.TokenizerGraphs;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A job's result has the same bits whatever its companions, their order and the number of threads. */
class BatchIndependenceTest {
    /** Widths that are no multiple of any vector register, and windows: the hard case. */
    private static final Preset PRESET = new Preset(
            "odd",
            128,
            new TokenizerPreset(96, 12, 4, 20, 28, 36, 1, 0.15),
            new TransformerPreset(44, 2, 2, 100, 0, true),
            new TransformerPreset(44, 1, 2, 100, 1, false),
            new TransformerPreset(44, 1, 2, 100, 1, false),
            16);

    private static final TrainedNetworks NETWORKS =
            TrainedNetworks.untrained(PRESET, new LabelTable(List.of("a/x", "a/y", "b/x")), 5);

    @ParameterizedTest
    @EnumSource
    void stepsGiveTheSameBits(TokenGrid grid) throws OrtException {
        StepGraph graph = BundleGraphs.step(NETWORKS, grid);
        byte[] model =
                graph.model(NETWORKS.transformer(BundleGraphs.stage(grid))).bytes();

        assertThat(CompanyCheck.differing(graph, model)).isZero();
    }

    @Test
    void imagesAndTokensAreTheSame() throws OrtException {
        TokenizerGraphs graphs = new TokenizerGraphs(PRESET.tokenizer());
        Random random = new Random(9);
        int side = PRESET.topSide();
        int[] top = random.ints(4L * side * side, 0, 96).toArray();
        int[] bottom = random.ints(16L * side * side, 0, 96).toArray();
        for (int threads = 1; threads <= 2; threads++) {
            try (GraphRun decoder =
                            new GraphRun(graphs.decoder(NETWORKS.tokenizer()).bytes(), threads);
                    GraphRun encoder =
                            new GraphRun(graphs.encoder(NETWORKS.tokenizer()).bytes(), threads)) {
                byte[] together = decode(decoder, top, bottom, 0, 4, side);
                for (int i = 0; i < 4; i++) {
                    byte[] alone = decode(decoder, top, bottom, i, 1, side);
                    assertThat(alone).isEqualTo(Arrays.copyOfRange(together, i * alone.length, (i + 1) * alone.length));
                }
                int pixels = PRESET.pixels();
                int[] all = encoder.with("image", together, 4, pixels, pixels, 3)
                        .run()
                        .ints("bottomIds");
                byte[] last = Arrays.copyOfRange(together, together.length / 4 * 3, together.length);
                int[] one =
                        encoder.with("image", last, 1, pixels, pixels, 3).run().ints("bottomIds");
                assertThat(one).isEqualTo(Arrays.copyOfRange(all, 3 * one.length, 4 * one.length));
            }
        }
    }

    private static byte[] decode(GraphRun run, int[] top, int[] bottom, int from, int count, int side)
            throws OrtException {
        int n = side * side;
        return run.with("topIds", Arrays.copyOfRange(top, from * n, (from + count) * n), count, side, side)
                .with(
                        "bottomIds",
                        Arrays.copyOfRange(bottom, 4 * from * n, 4 * (from + count) * n),
                        count,
                        2L * side,
                        2L * side)
                .run()
                .bytes("image");
    }
}
