package io.strait.trainer.export;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.StepGraph;
import io.strait.trainer.onnx.TokenizerGraphs;
import io.strait.trainer.onnx.Weights;
import java.util.EnumMap;
import java.util.Map;

/** The graphs of a bundle. */
final class BundleGraphs {
    private BundleGraphs() {}

    /** All of them, as model files. */
    static Map<GraphName, byte[]> of(TrainedNetworks networks) {
        Map<GraphName, byte[]> out = new EnumMap<>(GraphName.class);
        Weights tokenizer = networks.tokenizer();
        TokenizerGraphs graphs = new TokenizerGraphs(networks.preset().tokenizer());
        out.put(GraphName.ENCODER, graphs.encoder(tokenizer));
        out.put(GraphName.DECODER, graphs.decoder(tokenizer));
        out.put(GraphName.DECODER_TOP, graphs.decoderTop(tokenizer));
        for (TokenGrid grid : TokenGrid.values()) {
            out.put(grid.graph(), step(networks, grid).model(networks.transformer(stage(grid))));
        }
        return out;
    }

    /** The step graph of a grid. */
    static StepGraph step(TrainedNetworks networks, TokenGrid grid) {
        Stage stage = stage(grid);
        int index = grid == TokenGrid.UPSAMPLER_BOTTOM ? 1 : 0;
        return new StepGraph(
                stage.size(networks.preset()),
                networks.preset().tokenizer().codes(),
                networks.labels(),
                stage.grids(networks.preset()).get(index));
    }

    /** The network that fills a grid. */
    static Stage stage(TokenGrid grid) {
        return switch (grid.stage()) {
            case TOP -> Stage.TOP;
            case BOTTOM -> Stage.BOTTOM;
            case UPSAMPLER -> Stage.UPSAMPLER;
        };
    }
}
