package io.strait.trainer.export;

import io.strait.model.TokenGrid;
import io.strait.model.bundle.GraphName;
import io.strait.trainer.network.Stage;
import io.strait.trainer.onnx.OnnxModel;
import io.strait.trainer.onnx.StepGraph;
import io.strait.trainer.onnx.TokenizerGraphs;
import io.strait.trainer.onnx.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The graphs of a bundle. */
final class BundleGraphs {
    private BundleGraphs() {}

    /** All of them, as model files. */
    static Map<GraphName, byte[]> of(TrainedNetworks networks) {
        Map<GraphName, byte[]> out = new EnumMap<>(GraphName.class);
        for (GraphName name : GraphName.values()) {
            out.put(name, of(networks, name).bytes());
        }
        return out;
    }

    /** One of them: the largest are best made, written and dropped one after the other. */
    static OnnxModel of(TrainedNetworks networks, GraphName name) {
        Weights tokenizer = networks.tokenizer();
        TokenizerGraphs graphs = new TokenizerGraphs(networks.preset().tokenizer());
        return switch (name) {
            case ENCODER -> graphs.encoder(tokenizer);
            case DECODER -> graphs.decoder(tokenizer);
            case DECODER_TOP -> graphs.decoderTop(tokenizer);
            case TOP_STEP -> step(networks, TokenGrid.TOP).model(networks.transformer(Stage.TOP));
            case BOTTOM_STEP -> step(networks, TokenGrid.BOTTOM).model(networks.transformer(Stage.BOTTOM));
            case UPSAMPLER_TOP_STEP ->
                step(networks, TokenGrid.UPSAMPLER_TOP).model(networks.transformer(Stage.UPSAMPLER));
            case UPSAMPLER_BOTTOM_STEP ->
                step(networks, TokenGrid.UPSAMPLER_BOTTOM).model(networks.transformer(Stage.UPSAMPLER));
        };
    }

    /** Model files of a bundle on disk. */
    static Map<GraphName, byte[]> in(Path bundle) throws IOException {
        Map<GraphName, byte[]> out = new EnumMap<>(GraphName.class);
        for (GraphName name : GraphName.values()) {
            out.put(name, Files.readAllBytes(bundle.resolve(file(name))));
        }
        return out;
    }

    /** Name of a graph's file. */
    static String file(GraphName name) {
        return name.wireName() + ".onnx";
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
