package io.strait.trainer.onnx;

import io.strait.model.preset.TransformerPreset;
import io.strait.trainer.network.Grid;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.MaskedTransformer;
import io.strait.trainer.onnx.OnnxGraph.Element;
import java.util.List;

/**
 * One decoding step of one grid: a pass of the transformer and the sampling of an id for every position. Axes: R network
 * rows, B jobs, N positions, V codes.
 *
 * @param preset size of the network
 * @param codes V; the id V is the mask
 * @param labels labels; the null class is the last
 * @param grid the grid
 */
public record StepGraph(TransformerPreset preset, int codes, LabelTable labels, Grid grid) {
    /** The graph of a bundle: {@code id} and {@code logp}. */
    public OnnxModel model(Weights weights) {
        return model(weights, false);
    }

    /** With the further output {@code logits} (R, N, V), for comparison with the trainer's network. */
    public OnnxModel modelWithLogits(Weights weights) {
        return model(weights, true);
    }

    private OnnxModel model(Weights weights, boolean withLogits) {
        OnnxGraph graph = new OnnxGraph(grid.name());
        OnnxOps ops = new OnnxOps(graph, weights);
        OnnxValue ids = graph.input("ids", Element.INT32, "R", grid.tokens());
        OnnxValue labelIds = graph.input("labels", Element.INT32, "R");
        List<OnnxValue> conditions = grid.conditions().stream()
                .map(c -> (OnnxValue) graph.input(inputName(c), Element.INT32, "R", c.side() * c.side()))
                .toList();
        OnnxValue logits = new MaskedTransformer<>(ops, preset, codes, labels).logits(grid, ids, labelIds, conditions);
        new Sampling(graph, codes).add(logits, grid.tokens());
        if (withLogits) {
            graph.output("logits", logits, Element.FLOAT, "R", grid.tokens(), codes);
        }
        return graph.model();
    }

    /** Name of the input that takes a condition: the top grid of the same image is {@code topIds} at either size. */
    public static String inputName(Grid.Condition condition) {
        return condition.name().equals("highTop") ? "topIds" : condition.name() + "Ids";
    }
}
