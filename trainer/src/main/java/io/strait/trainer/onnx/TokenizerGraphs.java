package io.strait.trainer.onnx;

import io.strait.model.preset.TokenizerPreset;
import io.strait.trainer.network.Level;
import io.strait.trainer.network.StratifiedTokenizer;
import io.strait.trainer.onnx.OnnxGraph.Attribute;
import io.strait.trainer.onnx.OnnxGraph.Element;
import java.util.List;

/**
 * Graphs between images and ids. Images are uint8 RGB, (B, H, W, 3), any height and width divisible by 16; ids are
 * int32, top (B, H/16, W/16), bottom (B, H/8, W/8).
 *
 * @param preset size of the tokenizer
 */
public record TokenizerGraphs(TokenizerPreset preset) {
    /** {@code image} to {@code topIds} and {@code bottomIds}. */
    public OnnxModel encoder(Weights weights) {
        OnnxGraph graph = new OnnxGraph("encoder");
        OnnxOps ops = new OnnxOps(graph, weights);
        StratifiedTokenizer<OnnxValue> net = new StratifiedTokenizer<>(ops, preset);
        OnnxValue pixels = graph.cast(graph.input("image", Element.UINT8, "B", "H", "W", 3), Element.FLOAT);
        OnnxValue unit = graph.node("Sub", ops.scale(pixels, 1 / 127.5), graph.scalar(1));
        OnnxValue features = net.features(ops.transpose(unit, 0, 3, 1, 2));
        OnnxValue top = net.nearest(Level.TOP, net.topVectors(features));
        OnnxValue bottom = net.nearest(Level.BOTTOM, net.bottomVectors(features, net.lookup(Level.TOP, top)));
        graph.output("topIds", graph.cast(top, Element.INT32), Element.INT32, "B", "h", "w");
        graph.output("bottomIds", graph.cast(bottom, Element.INT32), Element.INT32, "B", "2h", "2w");
        return graph.model();
    }

    /** {@code topIds} and {@code bottomIds} to {@code image}. */
    public OnnxModel decoder(Weights weights) {
        return decoder(weights, true);
    }

    /** {@code topIds} alone to {@code image}: the coarse preview. */
    public OnnxModel decoderTop(Weights weights) {
        return decoder(weights, false);
    }

    private OnnxModel decoder(Weights weights, boolean withBottom) {
        OnnxGraph graph = new OnnxGraph(withBottom ? "decoder" : "decoder-top");
        OnnxOps ops = new OnnxOps(graph, weights);
        StratifiedTokenizer<OnnxValue> net = new StratifiedTokenizer<>(ops, preset);
        OnnxValue top = net.lookup(Level.TOP, graph.input("topIds", Element.INT32, "B", "h", "w"));
        OnnxValue image = withBottom
                ? net.decode(top, net.lookup(Level.BOTTOM, graph.input("bottomIds", Element.INT32, "B", "2h", "2w")))
                : net.decode(top, null);
        OnnxValue levels = ops.scale(graph.node("Add", image, graph.scalar(1)), 127.5);
        OnnxValue clipped = graph.node("Clip", List.of(levels, graph.scalar(0), graph.scalar(255)));
        OnnxValue bytes = graph.cast(graph.node("Round", clipped), Element.UINT8);
        OnnxValue interleaved = graph.node("Transpose", bytes, Attribute.of("perm", 0, 2, 3, 1));
        graph.output("image", interleaved, Element.UINT8, "B", "H", "W", 3);
        return graph.model();
    }
}
